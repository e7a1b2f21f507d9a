namespace Ochre.Stores;

/// <summary>How long S3 may take: five seconds, and the time of the bytes at 262,144 a second.</summary>
internal static class S3Patience
{
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(5);

    /// <param name="bytes">How many go over the wire; 0 for a call without a body, or until an answer tells its length.</param>
    public static TimeSpan For(long bytes) => s_answer + TimeSpan.FromSeconds(bytes / 262_144.0);
}
