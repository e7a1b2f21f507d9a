using System.Globalization;
using Ochre.Succession;

namespace Ochre.Gateway.Wire;

/// <summary><c>Deprecation</c> (RFC 9745) and <c>Sunset</c> (RFC 8594) of the model that was asked for.</summary>
internal static class DeprecationHeaders
{
    public static void Set(IHeaderDictionary headers, Deprecation? deprecation)
    {
        if (deprecation is null)
            return;
        if (deprecation.Since is { } since)
            headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{Start(since).ToUnixTimeSeconds()}");
        headers["Sunset"] = Start(deprecation.End).ToString("R", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
