using Ochre.Gateway.Replay;

namespace Ochre.Gateway.Configuration;

/// <summary>What the environment says about answers that are kept for a retry.</summary>
internal sealed class ReplayReader(SettingText text)
{
    public ReplaySettings Read()
    {
        var defaults = new ReplaySettings();
        return new()
        {
            Join = text.Word("OCHRE_RETRY_JOIN", "broken", "marked", "off") switch
            {
                "off" => RetryJoin.Off,
                "marked" => RetryJoin.Marked,
                _ => RetryJoin.Broken,
            },
            Window = TimeSpan.FromSeconds(text.Number("OCHRE_RETRY_WINDOW", 1, 86_400) ?? (long)defaults.Window.TotalSeconds),
            MemoryBytes = text.Number("OCHRE_RETRY_MEMORY_MB", 0, 65_536) * 1_048_576L ?? defaults.MemoryBytes,
            MaxKeptBytes = text.Number("OCHRE_KEPT_MAX_MB", 10, int.MaxValue) * 1_000_000L ?? defaults.MaxKeptBytes,
        };
    }
}
