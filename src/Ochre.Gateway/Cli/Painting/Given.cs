using System.Text;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>What is given to a verb beside its options: words and pictures, either of them from stdin.</summary>
internal static class Given
{
    private const string Stdin = "-";
    private const int MaxStem = 40;

    /// <summary>A prompt, read from stdin for <c>-</c>.</summary>
    public static async Task<string> WordsAsync(string? prompt, CancellationToken cancellationToken) =>
        prompt == Stdin ? (await Console.In.ReadToEndAsync(cancellationToken)).Trim() : prompt ?? "";

    /// <summary>A picture's file, read from stdin for <c>-</c>.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static async Task<ImageFile> PictureAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (path != Stdin)
                return await ImageFile.ReadAsync(path, cancellationToken);
            await using var input = Console.OpenStandardInput();
            return await ImageFile.ReadAsync(input, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"'{Echo.Of(path, 200)}' cannot be read: {fault.Message}");
        }
    }

    /// <exception cref="UsageException">Two of them want stdin.</exception>
    public static void RefuseTwoOfStdin(params ReadOnlySpan<string?> given)
    {
        if (given.Count(Stdin) > 1)
            throw new UsageException("stdin can be read once: only one of the words and pictures can be -.");
    }

    /// <summary>A file's name of a prompt's first words.</summary>
    public static string StemOf(string prompt)
    {
        var stem = new StringBuilder();
        foreach (var letter in prompt.Where((letter, _) => stem.Length < MaxStem))
        {
            if (char.IsAsciiLetterOrDigit(letter))
                stem.Append(char.ToLowerInvariant(letter));
            else if (stem.Length > 0 && stem[^1] != '-')
                stem.Append('-');
        }

        return stem.ToString().Trim('-') is { Length: > 0 } words ? words : "image";
    }

    /// <summary>A file's name of the picture that it was made of.</summary>
    public static string StemOf(string path, string what) => path == Stdin ? what : $"{Path.GetFileNameWithoutExtension(path)}-{what}";
}
