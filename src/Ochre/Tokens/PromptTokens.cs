using System.Buffers;
using System.Text.Unicode;

namespace Ochre.Tokens;

/// <summary>Counts tokens as OpenAI's o200k_base does.</summary>
/// <remarks>
/// The first count loads the table: about 30 ms and 4 MB that stay. Names of special tokens count as ordinary text.
/// Source: github.com/openai/tiktoken, <c>encode_ordinary</c>.
/// </remarks>
public static class PromptTokens
{
    private const int MaxBytesPerChar = 3;
    private const int ShortPiece = 128;

    private static readonly Lazy<RankTable> Ranks = new(RankTable.Load);

    /// <summary>Tokens in the prompt, never more than its UTF-8 bytes. A lone surrogate counts as U+FFFD.</summary>
    public static int Count(ReadOnlySpan<char> prompt)
    {
        if (prompt.IsEmpty)
            return 0;

        var ranks = Ranks.Value;
        Span<byte> buffer = stackalloc byte[ShortPiece * MaxBytesPerChar];
        var count = 0;
        while (!prompt.IsEmpty)
        {
            var piece = prompt[..PromptPieces.FirstLength(prompt)];
            count += piece.Length <= ShortPiece ? CountPiece(ranks, piece, buffer) : CountLongPiece(ranks, piece);
            prompt = prompt[piece.Length..];
        }
        return count;
    }

    private static int CountLongPiece(RankTable ranks, ReadOnlySpan<char> piece)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(checked(piece.Length * MaxBytesPerChar));
        try
        {
            return CountPiece(ranks, piece, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int CountPiece(RankTable ranks, ReadOnlySpan<char> piece, Span<byte> buffer)
    {
        Utf8.FromUtf16(piece, buffer, out _, out var written);
        var utf8 = buffer[..written];
        return ranks.Find(utf8) != RankTable.None ? 1 : BytePairs.Count(ranks, utf8);
    }
}
