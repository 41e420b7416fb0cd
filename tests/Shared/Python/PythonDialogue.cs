using System.Diagnostics;
using System.Text;

namespace Dashboard.Tests.Shared.Python;

/// <summary>A script under way that answers a line with a line. Ends when it is disposed: its input is closed, and it is given time to leave in order.</summary>
public sealed class PythonDialogue : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _script;
    private readonly StringBuilder _errors = new();

    internal PythonDialogue(Process process, string script)
    {
        (_process, _script) = (process, script);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Asks, and waits for the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        using var limit = new CancellationTokenSource(AnswerLimit);
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), limit.Token);
        await _process.StandardInput.FlushAsync(limit.Token);
        return await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"{_script} ended: {Errors}");
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            using var limit = new CancellationTokenSource(EndLimit);
            try
            {
                _process.StandardInput.Close();
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
    }

    private string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString();
        }
    }
}
