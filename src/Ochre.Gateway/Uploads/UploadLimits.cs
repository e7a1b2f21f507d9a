namespace Ochre.Gateway.Uploads;

/// <summary>What callers may send along with a request for an edit or a variation.</summary>
internal sealed record UploadLimits
{
    /// <summary>Most pictures in a request; OpenAI's own number.</summary>
    public const int MaxImages = 16;

    /// <summary>Most parts of a form.</summary>
    public const int MaxParts = 1000;

    /// <summary>Longest name of a form's field, in characters.</summary>
    public const int MaxName = 256;

    /// <summary>Longest boundary between a form's parts, in characters; RFC 2046 allows 70.</summary>
    public const int MaxBoundary = 256;

    /// <summary>Longest value of a field that holds no picture, in bytes. A model's own parameter may be a picture in base64.</summary>
    public const int MaxText = 8_000_000;

    /// <summary>Largest picture, in bytes; <see cref="ImageLimits.MaxBytes"/> of what is set for inputs. Default 25,000,000, Bedrock's own maximum for a whole request.</summary>
    public int MaxFileBytes { get; init; } = 25_000_000;

    /// <summary>Largest body, in bytes.</summary>
    public int MaxBodyBytes { get; init; } = 50_000_000;

    /// <summary>Bytes that all requests together may hold in memory; whoever comes when they are used up is told to come again.</summary>
    public long MaxBytesInFlight { get; init; } = 512_000_000;

    /// <summary>How long a body may take to arrive.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Where bodies wait until they are complete. They are removed when the request ends, also by a crash.</summary>
    public string Folder { get; init; } = Path.GetTempPath();
}
