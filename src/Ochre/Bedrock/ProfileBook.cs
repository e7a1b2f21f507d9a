using System.Text.RegularExpressions;
using Ochre.Bedrock.Credentials;

namespace Ochre.Bedrock;

/// <summary>
/// Which model stands behind an inference profile. Bedrock is asked once for each, whoever waits for it, and the answer kept; so is a refusal, for a moment.
/// </summary>
/// <remarks>
/// Callers can name ARNs without end. What is refused is kept apart from what is known, so that theirs do not push out the operator's, and only so many
/// are asked for at once. IAM action: <c>bedrock:GetInferenceProfile</c>.
/// </remarks>
public sealed partial class ProfileBook(ControlPlane control, BedrockOptions options, TimeProvider time)
{
    /// <summary>Profiles asked for at the same time, over all requests.</summary>
    internal const int MaxFlights = 16;

    // A profile never changes its model; it may be deleted.
    private static readonly TimeSpan s_known = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_failed = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly ProfileMemory<string> _models = new(2000, time);
    private readonly ProfileMemory<ImageError> _refusals = new(500, time);
    private readonly Dictionary<ProfileKey, Task<Found>> _flights = [];

    /// <summary>Of these profiles those that have been asked for already: by the ARN, the base id of the model.</summary>
    internal Dictionary<string, string> Remembered(IEnumerable<UnknownProfile> profiles)
    {
        Dictionary<string, string> known = [];
        lock (_lock)
        {
            foreach (var profile in profiles)
            {
                if (_models.Find(profile.Key, fresh: false) is { } model)
                    known[profile.Arn.Text] = model;
            }
        }

        return known;
    }

    /// <summary>All of them at once: by the ARN, the base id of the model; and the first refusal, where there was one.</summary>
    internal async Task<(Dictionary<string, string> Known, ImageException? Refusal)> ModelsOfAsync(
        IReadOnlyList<UnknownProfile> profiles, CancellationToken cancellationToken)
    {
        Dictionary<string, string> known = [];
        ImageException? refusal = null;
        foreach (var (arn, answer) in profiles.Select(profile => (profile.Arn.Text, ModelOfAsync(profile, cancellationToken))).ToList())
        {
            try
            {
                known[arn] = await answer;
            }
            catch (ImageException fault)
            {
                refusal ??= fault;
            }
        }

        return (known, refusal);
    }

    /// <summary>The base id of the model behind a profile.</summary>
    /// <exception cref="ImageException">There is none, it is another account's, or Bedrock did not say.</exception>
    internal async Task<string> ModelOfAsync(UnknownProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Arn.Wrong(HomeOf(profile)) is { } wrong)
            throw ImageError.UnknownModel(wrong);
        Task<Found> flight;
        lock (_lock)
        {
            if (_models.Find(profile.Key, fresh: true) is { } known)
                return known;
            if (_refusals.Find(profile.Key, fresh: true) is { } refused)
                throw new ImageException(refused);
            flight = FlightOf(profile);
        }

        var found = await flight.WaitAsync(cancellationToken);
        return found.Model ?? throw new ImageException(found.Error!);
    }

    // A caller of its own may be of another partition; everybody's is of the one whose regions are configured.
    private string? HomeOf(UnknownProfile profile) => profile.Caller is not null || options.ControlEndpoint is not null ? null
        : RoleArn.PartitionOfRegion((options.Regions is [var first, ..] ? first : options.Region) ?? "us-west-2");

    private Task<Found> FlightOf(UnknownProfile profile)
    {
        if (_flights.TryGetValue(profile.Key, out var flight))
            return flight;
        return _flights.Count >= MaxFlights ? Task.FromResult(new Found(null, TooMany)) : _flights[profile.Key] = FlyAsync(profile);
    }

    private async Task<Found> FlyAsync(UnknownProfile profile)
    {
        // Its caller holds the lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var found = await AskAsync(profile);
        lock (_lock)
        {
            _flights.Remove(profile.Key);
            return Kept(profile.Key, found);
        }
    }

    private Found Kept(ProfileKey key, Found found)
    {
        var isFinal = found.Error is { Status: < 429 } or { Code: "bedrock_access_denied" };
        // What was known goes on while Bedrock only fails to answer.
        if (!isFinal && found.Model is null && _models.Find(key, fresh: false) is { } old)
        {
            _models.Keep(key, old, s_failed);
            return new(old, null);
        }

        _models.Forget(key);
        if (found.Model is not null)
            _models.Keep(key, found.Model, s_known);
        else
            _refusals.Keep(key, found.Error!, isFinal ? s_refused : s_failed);
        return found;
    }

    // Nobody's request ends it: others may wait for the same.
    private async Task<Found> AskAsync(UnknownProfile profile)
    {
        try
        {
            var asked = await control.GetInferenceProfileAsync(profile.Arn.Text, profile.Arn.Region, profile.Caller, CancellationToken.None);
            if (asked.Refusal is { } refusal)
                return new(null, Told(refusal, profile.Arn));
            var models = (asked.Value?.Models ?? []).Select(model => model.ModelArn?.Split('/')[^1]).Distinct().ToList();
            return models is [{ Length: > 0 } model] ? new(model, null)
                : new(null, ImageError.UnknownModel($"The profile '{Echo.Of(profile.Arn.Text, 160)}' leads to {models.Count} models; name the one that is meant.").Error);
        }
        catch (ImageException fault)
        {
            return new(null, fault.Error);
        }
    }

    private static ImageError Told(Refused refusal, ProfileArn arn) => refusal.Code switch
    {
        "ResourceNotFoundException" or "ValidationException" => ImageError.UnknownModel(
            $"In {arn.Region} there is no inference profile '{Echo.Of(arn.Text, 160)}' in this gateway's account.").Error,
        "AccessDeniedException" when IsForeign(refusal, arn) => ImageError.UnknownModel(
            $"The inference profile '{Echo.Of(arn.Text, 160)}' belongs to another AWS account than this gateway's; name one of its own account.").Error,
        "AccessDeniedException" => refusal.Error with
        {
            OperatorHint = $"{BedrockErrors.Presentable(refusal.Sentence)} To find the model of an inference profile the caller needs bedrock:GetInferenceProfile on it; "
                + "or name the model itself, and the profile as model_id.",
        },
        _ => refusal.Error,
    };

    // IAM names the caller; a profile of another account would have to let him in by a policy of its own.
    private static bool IsForeign(Refused refusal, ProfileArn arn) => CallerAccount().Match(refusal.Sentence) is { Success: true } caller
        ? caller.Groups[1].Value != arn.Account
        : refusal.Sentence.Contains("resource-based policy", StringComparison.Ordinal);

    private static ImageError TooMany => new(503, "service_unavailable_error", "bedrock_unavailable",
        "Too many inference profiles that this gateway does not know yet are asked for at once. Try again shortly.")
    { RetryAfter = 1 };

    [GeneratedRegex(@"arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):")]
    private static partial Regex CallerAccount();

    private sealed record Found(string? Model, ImageError? Error);
}

/// <summary>A profile whose model only Bedrock knows, and who asks for it.</summary>
/// <param name="Caller">Null for the gateway's own.</param>
internal sealed record UnknownProfile(ProfileArn Arn, AwsIdentity? Caller)
{
    public ProfileKey Key => new(Arn.Text, Caller);
}

internal readonly record struct ProfileKey(string Arn, AwsIdentity? Caller);
