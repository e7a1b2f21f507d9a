using System.Collections.Frozen;
using System.Text;

namespace Ochre.Gateway.Pages;

/// <summary>The files of <c>wwwroot</c>, which travel in the assembly so that one file is all there is to publish.</summary>
internal sealed class PageAssets
{
    private const string Root = "wwwroot/";
    private const string Folder = "assets/";
    private readonly FrozenDictionary<string, PageAsset> _files;

    public PageAssets()
    {
        var files = Read().ToDictionary();
        Version = PageAsset.Mark(Encoding.UTF8.GetBytes(string.Join('\n', files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Key + file.Value.ETag))));
        foreach (var (path, page) in files.Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal)).ToList())
            files[path] = new(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page.Bytes).Replace(Folder, $"{Folder}{Version}/", StringComparison.Ordinal)), page.MediaType);
        _files = files.ToFrozenDictionary();
    }

    /// <summary>Stands in every address of a file, and changes with any of them: what was fetched once may be kept for ever.</summary>
    public string Version { get; }

    /// <param name="path">Seen from <c>wwwroot</c>: <c>index.html</c>, <c>assets/base.css</c>.</param>
    public PageAsset? Find(string path) => _files.GetValueOrDefault(path);

    private static IEnumerable<KeyValuePair<string, PageAsset>> Read()
    {
        var assembly = typeof(PageAssets).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            // Where it was built on Windows the folders are separated otherwise.
            var path = name.Replace('\\', '/');
            if (!path.StartsWith(Root, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            yield return new(path[Root.Length..], new(bytes, PageAsset.MediaTypeOf(path)));
        }
    }
}
