namespace Ochre.Gateway.Tests.Docs;

/// <summary>The source tree that these tests were built from. Paths are relative to its root, with <c>/</c>.</summary>
internal static class Repository
{
    private static readonly string[] s_notOurs = ["/.git/", "/artifacts/", "/node_modules/", "/bin/", "/obj/", "/TestResults/", "/BenchmarkDotNet.Artifacts/", "/.vs/", "/.idea/"];
    private static readonly string[] s_binary = [".png", ".jpg", ".webp", ".ranks", ".gz", ".ico", ".http"];

    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Every text file that is ours.</summary>
    public static IReadOnlyList<string> TextFiles { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !s_notOurs.Any($"/{path}".Contains) && path != ".git" && !s_binary.Contains(Path.GetExtension(path)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What people read: the documents at the root and everything under <c>docs</c>.</summary>
    public static IReadOnlyList<string> Documents { get; } =
        [.. TextFiles.Where(path => path.EndsWith(".md", StringComparison.Ordinal) && (!path.Contains('/') || path.StartsWith("docs/", StringComparison.Ordinal)))];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    public static bool Has(string path) => File.Exists(Path.Combine(Root, path)) || Directory.Exists(Path.Combine(Root, path));

    /// <summary>A text that is written by a test: compared, or rewritten where OCHRE_ACCEPT is 1.</summary>
    public static void AssertGolden(string path, string expected)
    {
        if (Environment.GetEnvironmentVariable("OCHRE_ACCEPT") == "1")
            File.WriteAllText(Path.Combine(Root, path), expected);
        Assert.True(Has(path) && Read(path) == expected,
            $"{path} is not what the catalogue says. If the catalogue is right, run OCHRE_ACCEPT=1 ./test unit and look at the difference.");
    }

    private static string Find(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "Ochre.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests stand in no source tree.");
        return folder;
    }
}
