using System.Diagnostics;
using System.IO.Compression;
using Dashboard.Tests.Shared.Contract.Skipping;

namespace Dashboard.Tests.Shared.Python;

/// <summary>
/// Runs scripts with other implementations of a protocol: wheels in <c>../shared/clients</c> beside the checkout (or in the folder that
/// <c>TEST_CLIENTS</c> names), unpacked below <c>artifacts/clients</c>. Where a wheel or Python 3.11 is missing, the test does not apply.
/// </summary>
public static class PythonClients
{
    private const string Python = "/usr/bin/python3";
    private static readonly Lock Unpacking = new();

    /// <summary>No script takes longer; one that does has gone astray.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>What the script wrote.</summary>
    /// <param name="package">Beginning of the wheel's name: <c>fastavro</c>.</param>
    /// <param name="script">A file in tests/Shared/Python.</param>
    /// <param name="arguments">Of the script.</param>
    public static async Task<string> RunAsync(string package, string script, params string[] arguments)
    {
        using var process = Start(package, script, arguments);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{script} ended with {process.ExitCode}: {await error}\n{output}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} {string.Join(' ', arguments)} did not end in {Limit.TotalSeconds} s.");
        }
    }

    /// <summary>The same for a script that goes on and answers questions, until it is disposed.</summary>
    public static PythonDialogue Begin(string package, string script, params string[] arguments) => new(Start(package, script, arguments), script);

    private static Process Start(string package, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(Python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = Unpacked(package);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.ArgumentList.Add(Path.Combine(Repository.Root, "tests", "Shared", "Python", script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
    }

    private static string Unpacked(string package)
    {
        if (!File.Exists(Python))
            throw new NotApplicableException($"{Python} is not installed.");
        var wheel = Folders().Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, $"{package}-*.whl")).FirstOrDefault()
            ?? throw new NotApplicableException($"no wheel of {package} in {string.Join(" or ", Folders())}.");
        var target = Path.Combine(Repository.Root, "artifacts", "clients", Path.GetFileNameWithoutExtension(wheel));
        lock (Unpacking)
        {
            if (!Directory.Exists(target))
            {
                // Two test processes may unpack at once: the one that is later keeps what is there.
                var own = $"{target}.{Environment.ProcessId}";
                ZipFile.ExtractToDirectory(wheel, own, overwriteFiles: true);
                try
                {
                    Directory.Move(own, target);
                }
                catch (IOException) when (Directory.Exists(target))
                {
                    Directory.Delete(own, recursive: true);
                }
            }
        }

        return target;
    }

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("TEST_CLIENTS") is { Length: > 0 } named)
            yield return named;
        for (var folder = Directory.GetParent(Repository.Root); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "clients");
    }
}
