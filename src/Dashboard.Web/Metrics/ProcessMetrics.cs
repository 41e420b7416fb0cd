using System.Diagnostics;

namespace Dashboard.Web.Metrics;

/// <summary>The dashboard's own process, under the names that Prometheus clients share.</summary>
internal sealed class ProcessMetrics(TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public void AddTo(FamilyBuilder families)
    {
        using var process = Process.GetCurrentProcess();
        families.AddCounter("process_cpu_seconds_total", "CPU time of the dashboard.", process.TotalProcessorTime.TotalSeconds);
        families.Add("process_resident_memory_bytes", "Memory of the dashboard.", process.WorkingSet64);
        families.Add("process_start_time_seconds", "When the dashboard was started, since 1970.", _startedAt.ToUnixTimeMilliseconds() / 1000.0);
        families.Add("process_threads", "Threads of the dashboard.", process.Threads.Count);
        families.Add("dotnet_heap_bytes", "Memory of live objects after the last collection.", GC.GetGCMemoryInfo().HeapSizeBytes);
        families.AddCounter("dotnet_allocated_bytes_total", "Memory allocated since the start.", GC.GetTotalAllocatedBytes());
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            families.AddCounter("dotnet_collections_total", "Garbage collections since the start.", GC.CollectionCount(generation), ("generation", $"{generation}"));
    }
}
