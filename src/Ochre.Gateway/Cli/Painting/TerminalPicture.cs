using System.Buffers.Text;
using System.Text;

namespace Ochre.Gateway.Cli.Painting;

/// <summary>A small picture among the lines of a terminal that can show one.</summary>
/// <remarks>
/// Sources: "Terminal graphics protocol" of kitty (chunks of at most 4096 bytes; f=100 is png, which it scales to c columns); iTerm2's "Inline Images Protocol".
/// Which of them a terminal speaks is read from the variables that it sets: a question to the terminal would have to wait for those that do not answer.
/// </remarks>
internal static class TerminalPicture
{
    private const int Columns = 32;
    private const int Chunk = 4096;

    /// <summary>What makes the terminal show the image; null where it cannot, or nobody knows.</summary>
    public static string? Of(OchreImage image, Func<string, string?> environment) => ProtocolOf(environment) switch
    {
        // It takes no other format.
        TerminalProtocol.Kitty when image.Format is ImageFormat.Png => Kitty(Text(image)),
        TerminalProtocol.ITerm => $"\e]1337;File=inline=1;size={image.Bytes.Length};width={Columns};preserveAspectRatio=1:{Text(image)}\a\n",
        _ => null,
    };

    /// <summary>What the terminal of this environment speaks.</summary>
    public static TerminalProtocol ProtocolOf(Func<string, string?> environment)
    {
        var (term, program) = (environment("TERM") ?? "", environment("TERM_PROGRAM") ?? "");
        // They stand between, and swallow pictures.
        if (environment("TMUX") is { Length: > 0 } || term.StartsWith("screen", StringComparison.Ordinal) || term.StartsWith("tmux", StringComparison.Ordinal) || term is "dumb")
            return TerminalProtocol.None;
        if (program is "iTerm.app" or "WezTerm" || environment("LC_TERMINAL") is "iTerm2")
            return TerminalProtocol.ITerm;
        return term is "xterm-kitty" or "xterm-ghostty" || program is "ghostty" || environment("KITTY_WINDOW_ID") is { Length: > 0 } || environment("KONSOLE_VERSION") is { Length: > 0 }
            ? TerminalProtocol.Kitty
            : TerminalProtocol.None;
    }

    private static string Kitty(string text)
    {
        var written = new StringBuilder();
        for (var at = 0; at < text.Length; at += Chunk)
        {
            var more = at + Chunk < text.Length ? 1 : 0;
            written.Append(at == 0 ? $"\e_Ga=T,f=100,q=2,c={Columns},m={more};" : $"\e_Gm={more};").Append(text.AsSpan(at, Math.Min(Chunk, text.Length - at))).Append("\e\\");
        }

        return written.Append('\n').ToString();
    }

    // For the terminal's line, which is text by its protocol.
    private static string Text(OchreImage image)
    {
        var bytes = new byte[Base64.GetMaxEncodedToUtf8Length(image.Bytes.Length)];
        Base64.EncodeToUtf8(image.Bytes.Span, bytes, out _, out var length);
        return Encoding.ASCII.GetString(bytes, 0, length);
    }
}

/// <summary>How a terminal takes pictures.</summary>
internal enum TerminalProtocol
{
    None,
    Kitty,
    ITerm,
}
