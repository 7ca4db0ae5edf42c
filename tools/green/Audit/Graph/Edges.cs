namespace Green.Audit.Graph;

/// <summary>A set of edges between numbered nodes, packed so that both directions can be walked.</summary>
internal sealed class Edges
{
    private readonly int[] _starts;
    private readonly int[] _ends;

    private Edges(int[] starts, int[] ends)
    {
        _starts = starts;
        _ends = ends;
    }

    internal static Edges Pack(List<(int From, int To)> edges, int nodes, bool reversed)
    {
        var starts = new int[nodes + 1];
        foreach ((int from, int to) in edges)
        {
            starts[(reversed ? to : from) + 1]++;
        }
        for (int i = 0; i < nodes; i++)
        {
            starts[i + 1] += starts[i];
        }
        var ends = new int[edges.Count];
        int[] next = starts[..^1];
        foreach ((int from, int to) in edges)
        {
            ends[next[reversed ? to : from]++] = reversed ? from : to;
        }
        return new Edges(starts, ends);
    }

    internal ReadOnlySpan<int> Of(int node) => _ends.AsSpan(_starts[node].._starts[node + 1]);
}
