namespace Dashboard.Web.Storage;

/// <summary>
/// The one folder the dashboard writes to: main database, ledgers, archives, keys. Only its owner may read it, because archives hold
/// message bodies.
/// </summary>
public sealed class DataFolder : Dashboard.Core.Storage.IDiskSpace
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="path">Absolute or relative to the working directory. Nothing is created yet.</param>
    public DataFolder(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = System.IO.Path.GetFullPath(path);
    }

    public string Path { get; }

    /// <summary>Full path of a file directly below the folder; the folder is created.</summary>
    public string File(string name)
    {
        Create(Path);
        return System.IO.Path.Combine(Path, name);
    }

    /// <summary>Full path of a folder directly below it, created with the same rights.</summary>
    public string Folder(string name)
    {
        Create(Path);
        var folder = System.IO.Path.Combine(Path, name);
        Create(folder);
        return folder;
    }

    /// <summary>Bytes an ordinary process can still write on the file system of the folder.</summary>
    public long FreeBytes()
    {
        Create(Path);
        return new DriveInfo(Path).AvailableFreeSpace;
    }

    private static void Create(string path)
    {
        if (Directory.Exists(path))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }
}
