using System.Diagnostics;
using System.Globalization;

namespace Dashboard.Tests.Shared.Kafka;

/// <summary>Runs scripts and programs for a lab: bounded in time, their output read from a file.</summary>
internal static class LabScript
{
    /// <param name="folder">The lab's own data folder; null for the one that the environment names.</param>
    /// <param name="portBase">Its first port; null for the one that the environment names.</param>
    /// <param name="seconds">After so long the program and its children are killed, and <see cref="TimeoutException"/> is thrown.</param>
    /// <param name="command">The program, found from the repository's root, and its arguments.</param>
    /// <param name="input">What it reads from its standard input; null for nothing.</param>
    /// <returns>The exit code, and what it wrote to both outputs.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string? folder, int? portBase, int seconds, IReadOnlyList<string> command, string? input = null)
    {
        // Output goes to a file: a broker inherits it and would keep a pipe open for ever.
        var log = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/bash") { WorkingDirectory = Repository.Root, RedirectStandardInput = true };
            foreach (var argument in new[] { "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1", "lab", log }.Concat(command))
                start.ArgumentList.Add(argument);
            if (folder is not null)
            {
                foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("LAB_", StringComparison.Ordinal)).ToList())
                    start.Environment.Remove(name);
                start.Environment["LAB_DIR"] = folder;
                start.Environment["LAB_PORT_BASE"] = portBase?.ToString(CultureInfo.InvariantCulture);
            }

            using var process = Process.Start(start)!;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
            try
            {
                await WriteAsync(process, input, limit.Token);
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{string.Join(' ', command)} did not end in {seconds} s: {await File.ReadAllTextAsync(log, CancellationToken.None)}");
            }

            return (process.ExitCode, await File.ReadAllTextAsync(log));
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static async Task WriteAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(1000))
        {
            // It ended without reading everything; its exit code says why.
        }
    }
}
