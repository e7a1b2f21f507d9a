using Ochre.Gateway.Sources;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Configuration;

/// <summary>What the environment says about pictures that callers send or name; stdapi.ai's variables under their own names.</summary>
internal sealed class PictureSettingsReader(SettingText text)
{
    /// <param name="inputs">What a single picture may have.</param>
    public UploadLimits Uploads(ImageLimits inputs)
    {
        var defaults = new UploadLimits();
        var limits = new UploadLimits
        {
            MaxFileBytes = inputs.MaxBytes,
            MaxBodyBytes = (int)(text.Large("OCHRE_MAX_UPLOAD_BYTES", 1_000, 1_000_000_000) ?? defaults.MaxBodyBytes),
            MaxBytesInFlight = text.Large("OCHRE_UPLOAD_MEMORY_BYTES", 1_000_000, 1_000_000_000_000) ?? defaults.MaxBytesInFlight,
            Deadline = TimeSpan.FromSeconds(text.Large("OCHRE_UPLOAD_SECONDS", 1, 3600) ?? (long)defaults.Deadline.TotalSeconds),
            Folder = text.Env("OCHRE_UPLOAD_DIR") ?? defaults.Folder,
        };
        if (limits.MaxFileBytes > limits.MaxBodyBytes)
            text.Fault($"OCHRE_MAX_UPLOAD_BYTES: {limits.MaxBodyBytes} is less than one picture may have, {limits.MaxFileBytes} (OCHRE_MAX_INPUT_BYTES).");
        // A body of JSON stands beside the pictures decoded from it, each in memory of the next power of two.
        if (limits.MaxBytesInFlight < 4L * limits.MaxBodyBytes)
            text.Fault($"OCHRE_UPLOAD_MEMORY_BYTES: {limits.MaxBytesInFlight} is too little for one large request; use at least {4L * limits.MaxBodyBytes}, four times OCHRE_MAX_UPLOAD_BYTES.");
        return limits;
    }

    /// <param name="buckets">That callers may name.</param>
    public SourceSettings Sources(IReadOnlyList<Stores.S3Options> buckets)
    {
        var defaults = new SourceSettings();
        return new()
        {
            Buckets = buckets,
            Hosts = AllowedHosts.Parse(text.Env("OCHRE_INPUT_HOSTS") ?? "", text.Faults),
            AllowsPrivateAddresses = text.Choice("OCHRE_INPUT_PRIVATE_ADDRESSES") ?? text.Choice("SSRF_PROTECTION_BLOCK_PRIVATE_NETWORKS") is false,
            MaxDownloads = (int)(text.Large("MAX_CONCURRENT_INPUT_DOWNLOADS", 1, 1000) ?? defaults.MaxDownloads),
            Deadline = TimeSpan.FromSeconds(text.Large("OCHRE_INPUT_SECONDS", 1, 600) ?? (long)defaults.Deadline.TotalSeconds),
        };
    }
}
