namespace Ochre.Emulator.Contracts;

/// <summary>What a body breaks: the first rule in full, and how many there are. A hostile body cannot make it grow.</summary>
internal sealed class Violations
{
    private const int LongestEcho = 256;

    public int Count { get; private set; }

    /// <summary>JSON pointer of the first violation, <c>#</c> for the body itself.</summary>
    public string Pointer { get; private set; } = "#";

    /// <summary>The first rule that was broken, in the words of the schema validator Bedrock uses.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The key, where the first violation is one that the model does not know.</summary>
    public string? UnknownKey { get; private set; }

    public void Add(string pointer, string problem, string? unknownKey = null)
    {
        if (Count++ == 0)
            (Pointer, Problem, UnknownKey) = (pointer, problem, unknownKey);
    }

    public void AddUnknown(string pointer, string key) => Add(pointer, $"extraneous key [{Echo(key)}] is not permitted", Echo(key));

    /// <summary>What the caller sent, short enough to be sent back.</summary>
    public static string Echo(string text) => text.Length <= LongestEcho ? text : text[..LongestEcho];

    /// <summary>Amazon's models and SDXL: one violation is named, more are counted (seen with Titan models).</summary>
    public void ThrowMalformed()
    {
        if (Count > 0)
            throw BedrockError.Malformed(Count == 1 ? $"{Pointer}: {Problem}" : $"{Count} schema violations found");
    }
}
