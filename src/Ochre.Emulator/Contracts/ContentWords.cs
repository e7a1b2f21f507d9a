namespace Ochre.Emulator.Contracts;

/// <summary>What the words of a prompt make a model do.</summary>
[Flags]
internal enum Content
{
    Fine = 0,
    PromptRefused = 1,
    OutputRefused = 2,
    SomeRefused = 4,
    Failed = 8,
    Guarded = 16,
    InputRefused = 32,
}

/// <summary>The words that make the emulator refuse. Nothing is moderated here: a test asks for the refusal it wants.</summary>
internal static class ContentWords
{
    public static readonly IReadOnlyList<(string Word, Content Content, string Meaning)> Table =
    [
        ("forbidden", Content.PromptRefused,
            "The prompt is refused. Stability: 200, 'Filter reason: prompt'. Titan, Canvas: 400. SDXL: an image marked CONTENT_FILTERED."),
        ("forbidden-input", Content.InputRefused,
            "The image that came along is refused. Stability: 200, 'Filter reason: input image'. Titan, Canvas: 400. SDXL: CONTENT_FILTERED."),
        ("forbidden-output", Content.OutputRefused,
            "Every picture is refused. Stability: 200, 'Filter reason: output image'. Titan, Canvas: 200, no images, an error. "
            + "SDXL: CONTENT_FILTERED."),
        ("forbidden-some", Content.SomeRefused,
            "Titan, Canvas with two or more images: one fewer, and an error. Stability, SDXL: refused when the seed is odd."),
        ("forbidden-error", Content.Failed,
            "The model fails. Stability: 200, 'Inference error'. SDXL: an image marked ERROR. Titan, Canvas: 424 ModelErrorException."),
        ("guarded", Content.Guarded,
            "With the guardrail headers: 200, the guardrail intervened, no images."),
    ];

    /// <summary>Whole words, in any case; a hyphen belongs to its word.</summary>
    public static Content In(string prompt)
    {
        var content = Content.Fine;
        var rest = prompt.AsSpan();
        while (!rest.IsEmpty)
        {
            var length = 0;
            while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] == '-'))
                length++;
            foreach (var (word, meaning, _) in Table)
            {
                if (rest[..length].Equals(word, StringComparison.OrdinalIgnoreCase))
                    content |= meaning;
            }
            rest = rest[Math.Min(length + 1, rest.Length)..];
        }
        return content;
    }
}
