using Green.Audit.Model;

namespace Green.Audit.Graph;

/// <summary>Virtual calls: the nodes from which edges go to all who may answer.</summary>
internal sealed partial class CallGraphBuilder
{
    // So many answers in one assembly, and the call says nothing about what is behind it any more.
    private const int TooManyAnswers = 24;

    private readonly Dictionary<(int Method, int Image), int> _narrowDispatches = [];
    private readonly HashSet<int> _dispatches = [];

    private void DispatchFrom(Image image, int caller, int callee)
    {
        int wide = Dispatch(callee);
        if (!_called.Add(wide))
        {
            return;
        }
        Wide.Add((caller, wide));
        Narrow.Add((caller, NarrowDispatch(callee, image)));
    }

    /// <summary>The node of a virtual call in the wide graph.</summary>
    private int Dispatch(int method)
    {
        int node = framework.MethodCount + method;
        if (_dispatches.Add(node))
        {
            Wide.Add((node, method));
            foreach (int answer in hierarchy.Answers(method))
            {
                if (!IsStateMachine(framework.DeclaringType(answer)))
                {
                    Wide.Add((node, hierarchy.Answers(answer).Count > 0 ? Dispatch(answer) : answer));
                }
            }
        }
        return node;
    }

    private int NarrowDispatch(int method, Image caller)
    {
        if (!_narrowDispatches.TryGetValue((method, caller.Index), out int node))
        {
            node = (2 * framework.MethodCount) + _narrowDispatches.Count;
            _narrowDispatches.Add((method, caller.Index), node);
            Narrow.Add((node, method));
            var answers = new HashSet<int>();
            Collect(method, caller, !hierarchy.IsVisible(framework.DeclaringType(method)), answers);
            if (answers.Count <= TooManyAnswers)
            {
                foreach (int answer in answers)
                {
                    Narrow.Add((node, answer));
                }
            }
        }
        return node;
    }

    private void Collect(int method, Image caller, bool everywhere, HashSet<int> answers)
    {
        foreach (int answer in hierarchy.Answers(method))
        {
            if (!IsStateMachine(framework.DeclaringType(answer)) && (everywhere || framework.ImageOfMethod(answer) == caller) && answers.Add(answer))
            {
                Collect(answer, caller, everywhere, answers);
            }
        }
    }
}
