using Microsoft.Data.Sqlite;

namespace Dashboard.Web.Storage;

/// <summary>
/// The main database, <c>dashboard.db</c>. One writer at a time, any number of readers (WAL). Opens itself at the first use; a write is on
/// the disk when its task completes. One process at a time may have it open: two would run the same jobs twice.
/// </summary>
public sealed class SqliteDatabase(DataFolder folder, IEnumerable<IMigration> migrations, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _file = System.IO.Path.Combine(folder.Path, "dashboard.db");
    private FileStream? _processLock;
    private SqliteConnection? _writer;
    private volatile bool _isOpen;
    private bool _isDisposed;

    /// <summary>Creates the folder and the file where they are missing and brings the schema up to date. Idempotent.</summary>
    /// <exception cref="StorageException">It cannot be opened; the message says why and what to do.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
            return;
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isOpen)
                return;
            _processLock ??= await LockAsync(cancellationToken);
            await Task.Run(OpenWriter, cancellationToken);
            _isOpen = true;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Runs work in one transaction on the one writing connection. Rolled back when it throws.</summary>
    /// <param name="work">Gets a connection inside a transaction; must not keep it. Runs on a pool thread.</param>
    /// <param name="cancellationToken">Ends the wait for the turn, not a transaction under way.</param>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return await Task.Run(() => SqliteTransactions.Run(_writer!, work), CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteConnection> work, CancellationToken cancellationToken)
        => WriteAsync(
            connection =>
            {
                work(connection);
                return true;
            },
            cancellationToken);

    /// <summary>Runs queries on a reading connection of their own; writers do not wait for them, nor they for writers.</summary>
    /// <param name="work">Gets a connection that cannot write; must not keep it. Runs on a pool thread.</param>
    /// <param name="cancellationToken">Ends the wait before the query starts.</param>
    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken);
        return await Task.Run(
            () =>
            {
                using var connection = SqliteFile.Open(_file);
                SqliteFile.Execute(connection, "PRAGMA query_only = 1");
                return work(connection);
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync(CancellationToken.None);
        try
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _writer?.Dispose();
            if (_processLock is not null)
                await _processLock.DisposeAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    private void OpenWriter()
    {
        try
        {
            var connection = SqliteFile.Open(_file);
            SqliteFile.Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
            SqliteFile.OwnerOnly(_file);
            SqliteMigrations.Apply(connection, migrations, time);
            _writer = connection;
        }
        catch (SqliteException broken)
        {
            throw new StorageException($"The database {_file} cannot be opened: {broken.Message}", broken);
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string path;
        try
        {
            path = folder.File("dashboard.lock");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder {folder.Path} cannot be created: {refused.Message}", refused);
        }

        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException refused)
            {
                throw new StorageException($"The data folder {folder.Path} cannot be written: {refused.Message}", refused);
            }
            catch (IOException taken) when (time.GetElapsedTime(start) > LockPatience)
            {
                throw new StorageException($"Another dashboard uses the data folder {folder.Path}. Stop it, or set another folder.", taken);
            }
            catch (IOException)
            {
                // A predecessor that is just shutting down holds it for a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
            }
        }
    }
}
