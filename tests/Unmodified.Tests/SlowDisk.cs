using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Unmodified.Tests.Interop;

namespace Unmodified.Tests;

/// <summary>
/// A real file system whose disk can be stopped, through FUSE: whoever looks for a file named "hold" stops it, and reading, writing, setting lengths, flushing
/// and closing then wait in the kernel until somebody looks for a file named "release"; so does all that asks for a name in its folder "names". Names beside that
/// folder are looked up, and files opened, all the while.
/// </summary>
internal sealed class SlowDisk : IDisposable
{
    private const int FileSize = 65536;
    private const int RequestHeader = 40;
    private const int ReplyHeader = 16;
    private const int NoEntry = -2;
    private const ulong Root = 1;
    private const ulong FirstFile = 2;
    private const ulong Names = 1000;
    private const int NoSystemCall = -38;

    // The kernel's linux/fuse.h, enum fuse_opcode.
    private const int Lookup = 1;
    private const int Forget = 2;
    private const int GetAttributes = 3;
    private const int SetAttributes = 4;
    private const int MakeFolder = 9;
    private const int Unlink = 10;
    private const int RemoveFolder = 11;
    private const int Rename = 12;
    private const int Open = 14;
    private const int Read = 15;
    private const int Write = 16;
    private const int Release = 18;
    private const int FSync = 20;
    private const int Flush = 25;
    private const int Init = 26;
    private const int OpenFolder = 27;
    private const int ReadFolder = 28;
    private const int ReleaseFolder = 29;
    private const int Access = 34;
    private const int Interrupt = 36;
    private const int ForgetMany = 42;
    private const int Allocate = 43;
    private const int RenameWithFlags = 45;

    private readonly FileStream _device;
    private readonly Dictionary<string, ulong> _nodes = [];
    private readonly SlowFolder _names = new(Names + 1, "data0", "data1", "data2", "data3", "data4");
    private readonly List<byte[]> _held = [];
    private bool _holds;

    internal SlowDisk()
    {
        Folder = Directory.CreateTempSubdirectory("slow-disk-").FullName;
        SafeFileHandle handle = File.OpenHandle("/dev/fuse", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Libc.Mount("slow", Folder, "fuse", 0, $"fd={handle.DangerousGetHandle()},rootmode=40000,user_id=0,group_id=0") != 0)
        {
            throw new IOException("mount failed");
        }
        _device = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
        new Thread(Serve) { IsBackground = true }.Start();
    }

    /// <summary>Where it is mounted.</summary>
    internal string Folder { get; }

    /// <summary>How many calls had to wait so far.</summary>
    internal int Held { get; private set; }

    public void Dispose()
    {
        Libc.Umount2(Folder, Libc.Detach);
        _device.Dispose();
        Directory.Delete(Folder);
    }

    private void Serve()
    {
        byte[] buffer = new byte[1 << 20];
        try
        {
            while (_device.Read(buffer) is var length and > 0)
            {
                Handle(buffer.AsSpan(0, length).ToArray());
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // Unmounted.
        }
    }

    private void Handle(byte[] request)
    {
        int operation = BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(4));
        bool isOfNames = Node(request) == Names && operation is Lookup or MakeFolder or Unlink or RemoveFolder or Rename or RenameWithFlags or OpenFolder or ReadFolder;
        if (_holds && (isOfNames || operation is Read or Write or SetAttributes or Allocate or FSync or Flush))
        {
            Held++;
            _held.Add(request);
            return;
        }
        if (operation is not (Forget or ForgetMany or Interrupt))
        {
            Answer(request, operation);
        }
    }

    private void Answer(byte[] request, int operation)
    {
        ulong node = Node(request);
        ReadOnlySpan<byte> body = request.AsSpan(RequestHeader);
        byte[] reply = [];
        int error = 0;
        switch (operation)
        {
            case Init:
                reply = new byte[64];
                body[..8].CopyTo(reply); // the kernel's own version
                BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(20), FileSize); // the most a write may have
                break;
            case Lookup:
                (reply, error) = Find(node, Text(body));
                break;
            case MakeFolder:
                reply = Entry(_names.MakeFolder(Text(body[8..])));
                break;
            case Unlink or RemoveFolder:
                error = _names.Delete(Text(body));
                break;
            case Rename or RenameWithFlags:
                ReadOnlySpan<byte> both = body[(operation == Rename ? 8 : 16)..];
                error = _names.Move(Text(both), Text(both[(both.IndexOf((byte)0) + 1)..]));
                break;
            case ReadFolder:
                reply = BinaryPrimitives.ReadInt64LittleEndian(body[8..]) == 0 ? _names.List() : [];
                break;
            case GetAttributes or SetAttributes:
                reply = new byte[104];
                Attributes(node, reply.AsSpan(16));
                break;
            case Open or OpenFolder:
                reply = new byte[16];
                break;
            case Read:
                long offset = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
                int size = BinaryPrimitives.ReadInt32LittleEndian(body[16..]);
                reply = new byte[Math.Clamp(FileSize - offset, 0, size)];
                reply.AsSpan().Fill((byte)'x');
                break;
            case Write:
                reply = new byte[8];
                body.Slice(16, 4).CopyTo(reply);
                break;
            case Allocate or FSync or Flush or Release or ReleaseFolder or Access:
                break;
            default:
                error = NoSystemCall;
                break;
        }
        Send(request, error, reply);
    }

    private void Control(string name)
    {
        if (name == "hold")
        {
            _holds = true;
        }
        else if (name == "release")
        {
            _holds = false;
            _held.ForEach(Handle);
            _held.Clear();
        }
    }

    private (byte[] Reply, int Error) Find(ulong folder, string name)
    {
        ulong? node = folder == Names ? _names.Find(name) : name == "names" ? Names : null;
        if (folder == Root && name.StartsWith("data", StringComparison.Ordinal))
        {
            node = _nodes.TryGetValue(name, out ulong known) ? known : _nodes[name] = (ulong)_nodes.Count + FirstFile;
        }
        if (node is null)
        {
            Control(name);
            return ([], NoEntry);
        }
        return (Entry(node.Value), 0);
    }

    private byte[] Entry(ulong node)
    {
        byte[] entry = new byte[128];
        BinaryPrimitives.WriteUInt64LittleEndian(entry, node);
        Attributes(node, entry.AsSpan(40));
        return entry;
    }

    private void Attributes(ulong node, Span<byte> attributes)
    {
        bool isFolder = node is Root or Names || _names.Folders.Contains(node);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes, node);
        BinaryPrimitives.WriteUInt64LittleEndian(attributes[8..], isFolder ? 0u : FileSize);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[60..], isFolder ? 0x41FF : 0x81FF);
        BinaryPrimitives.WriteInt32LittleEndian(attributes[64..], 1);
    }

    private static ulong Node(ReadOnlySpan<byte> request) => BinaryPrimitives.ReadUInt64LittleEndian(request[16..]);

    private static string Text(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body[..body.IndexOf((byte)0)]);

    private void Send(byte[] request, int error, byte[] body)
    {
        byte[] reply = new byte[ReplyHeader + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(reply, reply.Length);
        BinaryPrimitives.WriteInt32LittleEndian(reply.AsSpan(4), error);
        request.AsSpan(8, 8).CopyTo(reply.AsSpan(8));
        body.CopyTo(reply, ReplyHeader);
        _device.Write(reply);
    }
}
