using Dashboard.Tests.Shared;

namespace Dashboard.Core.Tests.Architecture;

/// <summary>A file of src/ as the architecture rules see it.</summary>
public sealed class SourceFile
{
    private static readonly string[] Generated = ["bin", "obj", "node_modules", "lib"];

    private SourceFile(string path)
    {
        Path = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        Lines = File.ReadAllLines(path);
    }

    /// <summary>From the root of the repository, with forward slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<string> Lines { get; }

    /// <summary>Lines of code: comments cannot break a rule.</summary>
    public IEnumerable<string> Code => Lines.Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal));

    public bool Mentions(string text) => Code.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>All files below a folder of the repository with one of the endings, without what builds make.</summary>
    public static IReadOnlyList<SourceFile> Below(string folder, params string[] endings)
    {
        var root = System.IO.Path.Combine(Repository.Root, folder);
        var found = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)))
            .Where(path => !System.IO.Path.GetRelativePath(root, path).Split('/', '\\').Any(Generated.Contains))
            .Select(path => new SourceFile(path))
            .ToList();
        // A rule over no files would always hold.
        found.ShouldNotBeEmpty($"no file below {folder} ends in {string.Join(", ", endings)}");
        return found;
    }
}
