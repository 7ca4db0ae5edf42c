// The routing probe measures whether waits come by; beside an audit, which takes a whole core, some would end before they begin.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
