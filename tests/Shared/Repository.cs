namespace Dashboard.Tests.Shared;

/// <summary>The checkout that the running tests were built from.</summary>
public static class Repository
{
    /// <summary>Full path of the folder that holds Dashboard.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Dashboard.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Dashboard.sln.");
    }
}
