namespace Shim.Loop.Tests.Support;

/// <summary>For what only epoll does.</summary>
internal sealed class EpollWorld() : RealWorld("epoll")
{
    /// <summary>What the kernel has registered, by descriptor: EPOLLIN is 1, EPOLLOUT is 4.</summary>
    public Dictionary<int, int> Registered()
    {
        Dictionary<int, int> masks = [];
        foreach (string line in File.ReadLines($"/proc/self/fdinfo/{Backend.Descriptor}"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "tfd:")
            {
                masks[int.Parse(words[1])] = Convert.ToInt32(words[3], 16) & 5;
            }
        }
        return masks;
    }
}
