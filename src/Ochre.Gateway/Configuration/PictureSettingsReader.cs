using System.Globalization;
using Ochre.Gateway.Sources;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Configuration;

/// <summary>What the environment says about pictures that callers send or name; stdapi.ai's variables under their own names.</summary>
/// <param name="faults">Takes everything that is wrong.</param>
internal sealed class PictureSettingsReader(Func<string, string?> environment, List<string> faults)
{
    /// <param name="inputs">What a single picture may have.</param>
    public UploadLimits Uploads(ImageLimits inputs)
    {
        var defaults = new UploadLimits();
        var limits = new UploadLimits
        {
            MaxFileBytes = inputs.MaxBytes,
            MaxBodyBytes = (int)(Number("OCHRE_MAX_UPLOAD_BYTES", 1_000, 1_000_000_000) ?? defaults.MaxBodyBytes),
            MaxBytesInFlight = Number("OCHRE_UPLOAD_MEMORY_BYTES", 1_000_000, 1_000_000_000_000) ?? defaults.MaxBytesInFlight,
            Deadline = TimeSpan.FromSeconds(Number("OCHRE_UPLOAD_SECONDS", 1, 3600) ?? (long)defaults.Deadline.TotalSeconds),
            Folder = Env("OCHRE_UPLOAD_DIR") ?? defaults.Folder,
        };
        if (limits.MaxFileBytes > limits.MaxBodyBytes)
            faults.Add($"OCHRE_MAX_UPLOAD_BYTES: {limits.MaxBodyBytes} is less than one picture may have, {limits.MaxFileBytes} (OCHRE_MAX_INPUT_BYTES).");
        // A body of JSON stands beside the pictures decoded from it, each in memory of the next power of two.
        if (limits.MaxBytesInFlight < 4L * limits.MaxBodyBytes)
            faults.Add($"OCHRE_UPLOAD_MEMORY_BYTES: {limits.MaxBytesInFlight} is too little for one large request; use at least {4L * limits.MaxBodyBytes}, four times OCHRE_MAX_UPLOAD_BYTES.");
        return limits;
    }

    public SourceSettings Sources()
    {
        var defaults = new SourceSettings();
        return new()
        {
            Hosts = AllowedHosts.Parse(Env("OCHRE_INPUT_HOSTS") ?? "", faults),
            AllowsPrivateAddresses = Flag("OCHRE_INPUT_PRIVATE_ADDRESSES") ?? Flag("SSRF_PROTECTION_BLOCK_PRIVATE_NETWORKS") is false,
            MaxDownloads = (int)(Number("MAX_CONCURRENT_INPUT_DOWNLOADS", 1, 1000) ?? defaults.MaxDownloads),
            Deadline = TimeSpan.FromSeconds(Number("OCHRE_INPUT_SECONDS", 1, 600) ?? (long)defaults.Deadline.TotalSeconds),
        };
    }

    private bool? Flag(string name)
    {
        switch (Env(name)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                faults.Add($"{name}: '{Env(name)}' must be true or false.");
                return null;
        }
    }

    private long? Number(string name, long min, long max)
    {
        if (Env(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        faults.Add($"{name}: '{text}' must be a whole number from {min} to {max}.");
        return null;
    }

    private string? Env(string name) => environment(name) is { Length: > 0 } value ? value : null;
}
