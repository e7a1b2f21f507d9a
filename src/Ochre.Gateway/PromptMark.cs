using System.Security.Cryptography;
using System.Text;

namespace Ochre.Gateway;

/// <summary>A prompt as the log may know it: its length and a short hash, so that equal prompts can be told without being read.</summary>
internal static class PromptMark
{
    public static string Of(string prompt) =>
        $"{prompt.Length} characters, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt)).AsSpan(0, 4))}";
}
