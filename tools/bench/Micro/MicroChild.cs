using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;
using Perfolizer.Metrology;

namespace Bench.Micro;

/// <summary>
/// Runs the micro benchmarks in this process, which has been patched, or not, before it began: a process that BenchmarkDotNet starts itself would have to be built
/// first. Prints a line for each: its name, and nanoseconds by iteration.
/// </summary>
internal static class MicroChild
{
    internal static int Run(string kind, bool isQuick)
    {
        Job job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithStrategy(RunStrategy.Throughput).WithUnrollFactor(1).WithGcForce(false)
            .WithWarmupCount(isQuick ? 2 : 5).WithIterationCount(isQuick ? 3 : 7)
            .WithMinIterationTime(TimeInterval.FromMilliseconds(isQuick ? 10 : 100)).WithIterationTime(TimeInterval.FromMilliseconds(isQuick ? 10 : 100));
        string artifacts = Directory.CreateTempSubdirectory("bench-micro-").FullName;
        IConfig config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(NullLogger.Instance).AddColumnProvider(DefaultColumnProviders.Instance)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile).WithArtifactsPath(artifacts);
        Summary summary = BenchmarkRunner.Run(kind == "async" ? typeof(AsyncMicro) : typeof(BlockingMicro), config);
        Directory.Delete(artifacts, true);
        foreach (BenchmarkReport report in summary.Reports)
        {
            IEnumerable<double> values = report.ResultStatistics?.OriginalValues ?? [];
            Console.WriteLine(report.BenchmarkCase.Descriptor.WorkloadMethod.Name + string.Concat(values.Select(v => " " + v.ToString("R", CultureInfo.InvariantCulture))));
        }
        return summary.HasCriticalValidationErrors || summary.Reports.Length == 0 ? 1 : 0;
    }
}
