using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Brokers.Tests.Kafka.Calls;

/// <summary>One admin call in a process of its own.</summary>
internal sealed class ProbeRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    public ProbeRun(string call, string bootstrap, string names = "present", bool waits = false, IEnumerable<string>? properties = null)
    {
        Call = call;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "Dashboard.KafkaProbe.dll"), call, bootstrap, names })
            start.ArgumentList.Add(argument);
        foreach (var property in properties ?? [])
            start.ArgumentList.Add(property);
        start.Environment["PROBE_WAIT"] = waits ? "1" : "0";

        // Memory is overwritten when it is freed, so that what is used afterwards shows at once; and no core files.
        start.Environment["MALLOC_PERTURB_"] = "170";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public string Call { get; }

    /// <summary>Waits until it is connected and about to begin.</summary>
    public async Task ReadyAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) != "ready")
            throw new InvalidOperationException($"{Call}: the process could not connect.");
    }

    public void Go() => _process.StandardInput.WriteLine("go");

    public async Task<CallOutcome> EndAsync(string state)
    {
        string? words = null;
        double? seconds = null;
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
        {
            if (line.Split(' ', 3) is not ["outcome", var took, var said])
                continue;
            words = said;
            seconds = double.Parse(took, CultureInfo.InvariantCulture);
        }

        await _process.WaitForExitAsync();
        var errors = (await _errors).Trim().Split('\n')[0];
        return new CallOutcome(Call, state, words ?? errors, _process.ExitCode, seconds);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
