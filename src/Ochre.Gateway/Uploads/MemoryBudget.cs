namespace Ochre.Gateway.Uploads;

/// <summary>How many bytes of callers' pictures may be in memory at once, over all requests.</summary>
internal sealed class MemoryBudget(UploadLimits limits)
{
    private long _taken;

    /// <summary>Bytes taken and not yet given back.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <exception cref="ImageException">429: there is no room now.</exception>
    public void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limits.MaxBytesInFlight)
            return;
        Give(bytes);
        throw new ImageException(new(429, "rate_limit_error", "rate_limit_exceeded",
            "Too many pictures are being worked on here at the moment; send this one again in a few seconds.")
        {
            RetryAfter = 5,
            OperatorHint = $"{Taken:N0} of {limits.MaxBytesInFlight:N0} bytes are in use (OCHRE_UPLOAD_MEMORY_BYTES)",
        });
    }

    public void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
