namespace Ochre.Gateway.Configuration;

/// <summary>What browsers may do and what is logged; stdapi.ai's variables under their own names.</summary>
internal sealed class HttpReader(SettingText text)
{
    public BrowserRule Browsers()
    {
        var rule = new BrowserRule { Origins = text.List("CORS_ALLOW_ORIGINS"), Hosts = text.List("TRUSTED_HOSTS") };
        foreach (var origin in rule.Origins.Where(origin => origin is not "*" && !IsOrigin(origin)))
            text.Fault($"CORS_ALLOW_ORIGINS: '{Echo.Of(origin, 100)}' is no origin; write scheme and host alone, such as https://app.example.com, or * for every page.");
        foreach (var host in rule.Hosts.Where(host => host is not "*" && Uri.CheckHostName(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host) is UriHostNameType.Unknown))
            text.Fault($"TRUSTED_HOSTS: '{Echo.Of(host, 100)}' is no host; write it without scheme and port, such as images.example.com or *.example.com.");
        return rule;
    }

    public LogLevel LogLevel() => text.Word("LOG_LEVEL", "info", "warning", "error", "critical", "disabled") switch
    {
        "warning" => Microsoft.Extensions.Logging.LogLevel.Warning,
        "error" => Microsoft.Extensions.Logging.LogLevel.Error,
        "critical" => Microsoft.Extensions.Logging.LogLevel.Critical,
        "disabled" => Microsoft.Extensions.Logging.LogLevel.None,
        _ => Microsoft.Extensions.Logging.LogLevel.Information,
    };

    public TimeSpan DrainTime() => TimeSpan.FromSeconds(text.Number("SHUTDOWN_DRAIN_TIMEOUT", 0, 3600) ?? 30);

    public ExtraRule Extras() => new() { DropsAll = text.Switch("EXTRA_MODEL_PARAMS_DROP_ALL"), Denied = text.List("EXTRA_MODEL_PARAMS_DENYLIST").ToHashSet() };

    // A browser's Origin has no path, not even a slash.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && text == url.GetLeftPart(UriPartial.Authority);
}
