namespace Ochre.Gateway;

/// <summary>Every sentence that the gateway writes to its log. No prompt, no key and no body has a place in them.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "Delivered {Images} of {Asked} images: {Model} in {Region}, {Filtered} filtered, {Failed} failed, {Usd} USD, prompt {Prompt}, user {User}, {Milliseconds} ms, {RequestId}")]
    public static partial void Delivered(
        ILogger log, int images, int asked, string model, string region, int filtered, int failed, decimal? usd, string prompt, string? user, long milliseconds, string requestId);

    [LoggerMessage(2, LogLevel.Information, "Refused {RequestId}: {Status} {Code} {Param} {Hint}")]
    public static partial void Refused(ILogger log, string requestId, int status, string code, string? param, string? hint);

    [LoggerMessage(3, LogLevel.Error, "Failed {RequestId}: {Status} {Code} {Reason}")]
    public static partial void UpstreamFailed(ILogger log, string requestId, int status, string code, string reason, Exception? exception);

    [LoggerMessage(4, LogLevel.Warning, "Image store {Store}: {Reason}")]
    public static partial void StoreUnusable(ILogger log, string store, string reason);

    [LoggerMessage(5, LogLevel.Information, "Swept {Count} expired images")]
    public static partial void Swept(ILogger log, int count);

    [LoggerMessage(6, LogLevel.Warning, "Configuration: {Warning}")]
    public static partial void ConfigurationWarning(ILogger log, string warning);

    [LoggerMessage(7, LogLevel.Information, "The client left {RequestId} before its answer was complete")]
    public static partial void ClientLeft(ILogger log, string requestId);

    [LoggerMessage(9, LogLevel.Warning, "AWS credentials of {Identity} were not renewed: {Reason} The ones that are held serve until {Until:u}; the next try is in {Seconds} s")]
    public static partial void CredentialsNotRenewed(ILogger log, string identity, string reason, DateTimeOffset? until, double seconds);

    [LoggerMessage(10, LogLevel.Error, "There are no AWS credentials of {Identity}, and its requests fail: {Reason} The next try is not before {Seconds} s")]
    public static partial void NoCredentials(ILogger log, string identity, string reason, double seconds);

    [LoggerMessage(11, LogLevel.Information, "The configuration was read again: {Models} names, {Keys} keys")]
    public static partial void ConfigurationRead(ILogger log, int models, int keys);

    [LoggerMessage(12, LogLevel.Error, "The configuration has a fault, and the one before goes on: {Fault}")]
    public static partial void ConfigurationFault(ILogger log, string fault);

    [LoggerMessage(13, LogLevel.Warning, "{Name} has changed in the configuration; it counts after a restart.")]
    public static partial void NeedsRestart(ILogger log, string name);

    [LoggerMessage(14, LogLevel.Error, "Database {Name} fails: {Reason}")]
    public static partial void DatabaseFails(ILogger log, string name, string reason);

    [LoggerMessage(15, LogLevel.Information, "Database {Name} works again")]
    public static partial void DatabaseWorksAgain(ILogger log, string name);

    [LoggerMessage(16, LogLevel.Warning, "The model behind '{Name}' is not known yet: {Reason} It is asked for again by the first request")]
    public static partial void ProfileUnknown(ILogger log, string name, string reason);
    [LoggerMessage(30, LogLevel.Warning, "The budget of {Scope} has come to {Usd} USD, of which its owner wants to be warned")]
    public static partial void SoftBudget(ILogger log, string scope, decimal usd);

    [LoggerMessage(31, LogLevel.Error, "What {RequestId} cost could not be written down yet, and is tried again: {Reason}")]
    public static partial void NotSettled(ILogger log, string requestId, string reason);

    [LoggerMessage(32, LogLevel.Warning, "{Count} charges were left open by a gateway that is gone; they count as billed until a credit note says otherwise")]
    public static partial void ChargesGivenUp(ILogger log, int count);

    [LoggerMessage(33, LogLevel.Error, "The ledger is behind: {Reason}")]
    public static partial void LedgerBehind(ILogger log, string reason);

    [LoggerMessage(34, LogLevel.Information, "Let {Count} old charges go")]
    public static partial void ChargesSwept(ILogger log, int count);

    [LoggerMessage(50, LogLevel.Information, "Admin {Admin} {What} the {Kind} {Id}, {RequestId}")]
    public static partial void AdminAction(ILogger log, string admin, string what, string kind, string id, string requestId);

    [LoggerMessage(51, LogLevel.Error, "Virtual keys cannot be used: {Reason}")]
    public static partial void KeysUnavailable(ILogger log, string reason);

    [LoggerMessage(8, LogLevel.Information, "Image store {Store} works again")]
    public static partial void StoreWorksAgain(ILogger log, string store);

    [LoggerMessage(20, LogLevel.Information, "Answered {RequestId} with what was made for {OriginalRequestId}")]
    public static partial void Replayed(ILogger log, string requestId, string originalRequestId);

    [LoggerMessage(21, LogLevel.Warning, "Answers are not kept in {Folder}: {Reason}")]
    public static partial void KeptUnusable(ILogger log, string folder, string reason);

    [LoggerMessage(22, LogLevel.Warning, "{Count} kept answers went before their time: more than {Bytes} bytes (OCHRE_KEPT_MAX_MB)")]
    public static partial void KeptTrimmed(ILogger log, int count, long bytes);

    [LoggerMessage(24, LogLevel.Warning, "A kept answer does not go through the bucket: {Reason}")]
    public static partial void KeptBucketUnusable(ILogger log, string reason);

    [LoggerMessage(23, LogLevel.Warning, "What is known of repeated requests was not written {RequestId}: {Reason}")]
    public static partial void ReplayTableFailed(ILogger log, string requestId, string reason);
}
