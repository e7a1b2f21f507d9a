namespace Ochre.Gateway.Configuration;

/// <summary>Who may call, as environment and file say it, and the secret behind virtual keys.</summary>
/// <param name="isPractice">With the emulator nobody's money is at stake: the key of LiteLLM's tutorials will do.</param>
internal sealed class KeyReader(SettingText text, List<string> warnings, bool isPractice)
{
    private const int Shortest = 8, Safe = 16;

    // Of LiteLLM's documents, and the first that anybody tries.
    private const string Tutorial = "sk-1234";

    /// <param name="master">What the file has as <c>general_settings.master_key</c>.</param>
    public (IReadOnlyList<string> Users, IReadOnlyList<string> Admins, string? Pepper, IEnumerable<string> All) Read(string? master)
    {
        var users = Keys(("OCHRE_API_KEY", text.Env("OCHRE_API_KEY")), ("API_KEY", text.Env("API_KEY")));
        var admins = Keys(
            ("OCHRE_MASTER_KEY", text.Env("OCHRE_MASTER_KEY")), ("LITELLM_MASTER_KEY", text.Env("LITELLM_MASTER_KEY")), ("general_settings.master_key", master));
        return (users, admins, Pepper(), users.Concat(admins));
    }

    private List<string> Keys(params ReadOnlySpan<(string Source, string? Key)> sources)
    {
        List<string> keys = [];
        foreach (var (source, key) in sources)
        {
            if (key is null)
                continue;
            Check(source, key);
            if (!keys.Contains(key))
                keys.Add(key);
        }

        return keys;
    }

    private void Check(string source, string key)
    {
        var isTutorial = key.StartsWith(Tutorial, StringComparison.Ordinal) && key.Length < Safe;
        if (isTutorial && isPractice)
            warnings.Add($"{source}: the key begins with {Tutorial}, which everybody tries first. It will do for the emulator, and not for AWS.");
        else if (isTutorial)
            text.Fault($"{source}: the key begins with {Tutorial}, which everybody tries first; use 32 random characters.");
        else if (key.Length < Shortest)
            text.Fault($"{source}: the key has {key.Length} characters; use at least {Shortest}, and better 32.");
    }

    private string? Pepper()
    {
        foreach (var name in (string[])["OCHRE_KEY_PEPPER", "LITELLM_SALT_KEY"])
        {
            if (text.Env(name) is not { } pepper)
                continue;
            if (pepper.Length < Safe)
                text.Fault($"{name}: has {pepper.Length} characters; use at least {Safe}, and better 32 random ones.");
            return pepper;
        }

        return null;
    }
}
