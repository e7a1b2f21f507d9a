using System.CommandLine;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>Where images go. What could not be written is refused before an image is bought; after that a file gets another name rather than being lost.</summary>
internal sealed class OutputFiles
{
    private static readonly Option<string?> s_out = new("--output", "-o") { Description = "A file, 'otter-{n}.png' for several, a folder, or - for stdout. Default: a name made of the words", HelpName = "FILE" };
    private static readonly Option<string?> s_format = new("--format") { Description = "png, jpeg or webp. Default: as the file's name ends, else what the model gives", HelpName = "FORMAT" };
    private static readonly Option<bool> s_force = new("--force", "-f") { Description = "Overwrite a file that is there" };

    private const string Number = "{n}";

    private readonly string _folder;
    private readonly string _name;
    private readonly string? _ending;
    private readonly bool _isMadeUp;
    private readonly bool _force;
    private readonly bool _numbers;

    private OutputFiles(string? path, string stem, int count, bool force)
    {
        _isMadeUp = path is null || Directory.Exists(path) || Path.EndsInDirectorySeparator(path);
        _folder = Path.GetFullPath(_isMadeUp ? path ?? "." : Path.GetDirectoryName(Path.GetFullPath(path!))!);
        _name = _isMadeUp ? stem : Path.GetFileNameWithoutExtension(path!);
        _ending = _isMadeUp ? null : Path.GetExtension(path!);
        (_force, _numbers) = (force, count > 1);
        IsStream = path == "-";
    }

    public static IReadOnlyList<Option> All { get; } = [s_out, s_format, s_force];

    static OutputFiles() => s_format.CompletionSources.Add("png", "jpeg", "webp");

    /// <summary>The image's bytes go to stdout.</summary>
    public bool IsStream { get; }

    /// <param name="stem">Of a name that is made up.</param>
    /// <exception cref="UsageException">It could not be written: a file is there, a folder is not, several images want one name.</exception>
    public static OutputFiles Of(ParseResult parsed, string stem, int count)
    {
        var path = parsed.GetValue(s_out);
        if (path is "")
            throw new UsageException("-o names no file.");
        var files = new OutputFiles(path, stem, count, parsed.GetValue(s_force));
        if (files.IsStream && count > 1)
            throw new UsageException($"-o -: stdout takes one image, not {count}. Name files: -o 'otter-{Number}.png'.");
        if (files.IsStream)
            return files;
        if (!Directory.Exists(files._folder))
            throw new UsageException($"-o: there is no folder '{files._folder}'.");
        if (files._ending?.ToLowerInvariant() is ".gif" or ".bmp" or ".tif" or ".tiff" or ".avif" or ".heic" or ".svg" or ".jxl" or ".pdf")
            throw new UsageException($"-o: '{files._ending}' is the ending of another format; images are png, jpeg or webp.");
        if (!files._isMadeUp && !files._force && Enumerable.Range(0, count).Select(index => files.Name(index, files._ending!)).FirstOrDefault(File.Exists) is { } there)
            throw new UsageException($"-o: '{there}' is there already. Overwrite it with --force, or choose another name.");
        files.RequireWritable();
        return files;
    }

    /// <summary>Null where the model may decide.</summary>
    /// <exception cref="UsageException">It is none, or the file's name says another.</exception>
    public static ImageFormat? Format(ParseResult parsed)
    {
        var meant = Path.GetExtension(parsed.GetValue(s_out))?.ToLowerInvariant() switch
        {
            ".png" => ImageFormat.Png,
            ".jpg" or ".jpeg" or ".jpe" or ".jfif" => ImageFormat.Jpeg,
            ".webp" => ImageFormat.Webp,
            _ => (ImageFormat?)null,
        };
        if (parsed.GetValue(s_format) is not { } word)
            return meant;
        if (!ImageFormats.TryParse(word is "jpg" ? "jpeg" : word, out var format))
            throw new UsageException($"--format '{Echo.Of(word, 20)}' is none of png, jpeg and webp.");
        if (meant is { } other && other != format)
            throw new UsageException($"--format {word} and the ending of -o say two different formats; leave one out.");
        return format;
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <returns>Its path; null for stdout.</returns>
    public async Task<string?> SaveAsync(OchreImage image)
    {
        if (IsStream)
        {
            await using var output = Console.OpenStandardOutput();
            await output.WriteAsync(image.Bytes);
            return null;
        }

        var path = FreeName(image);
        await image.SaveAsync(path);
        return path;
    }

    // A bought image that has no place to go is lost.
    private void RequireWritable()
    {
        try
        {
            using var probe = new FileStream(Path.Combine(_folder, $".{Path.GetRandomFileName()}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"-o: no file can be written in the folder '{_folder}'.");
        }
    }

    // A model that answers in another format than its name says does not lose its image for that.
    private string FreeName(OchreImage image)
    {
        var ending = _ending is null || !IsOf(_ending, image.Format) ? $".{image.Format.Extension()}" : _ending;
        var path = Name(image.Index, ending);
        for (var next = 2; !(_force && !_isMadeUp) && File.Exists(path); next++)
            path = Path.Combine(_folder, $"{Path.GetFileNameWithoutExtension(Name(image.Index, ending))}-{next}{ending}");
        return path;
    }

    private static bool IsOf(string ending, ImageFormat format) => ending.ToLowerInvariant() switch
    {
        ".png" => format is ImageFormat.Png,
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => format is ImageFormat.Jpeg,
        ".webp" => format is ImageFormat.Webp,
        _ => true,
    };

    // A second image without a place for its number, which a model's own parameter can ask for, gets one.
    private string Name(int index, string ending)
    {
        var name = _name.Contains(Number, StringComparison.Ordinal) ? _name.Replace(Number, $"{index + 1}", StringComparison.Ordinal)
            : _numbers || index > 0 ? $"{_name}-{index + 1}"
            : _name;
        return Path.Combine(_folder, name + ending);
    }
}
