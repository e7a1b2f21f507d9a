namespace Ochre.Tokens;

public static class PromptTokens
{
    public static int Count(string prompt) => (prompt.Length + 3) / 4;
}
