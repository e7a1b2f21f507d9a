using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>What a body wants a key to be; for a new one, and for one that is there.</summary>
internal sealed class KeyWish
{
    private const int MaxMetadata = 16_384;

    private static readonly string[] s_names =
        ["key", "key_alias", "models", "duration", "metadata", "tags", "user_id", "team_id", "blocked", "grace_period", .. AllowanceFields.Names];

    private readonly List<Func<KeyRecord, KeyRecord>> _changes = [];

    /// <summary>LiteLLM's names that were sent and mean nothing here.</summary>
    public IReadOnlyList<string> Ignored { get; private init; } = [];

    /// <summary>Models that were named, for who wants to warn of those that do not exist.</summary>
    public IReadOnlyList<string> Models { get; private set; } = [];

    /// <param name="fields">What the route alone reads has been taken out.</param>
    /// <exception cref="ImageException">Names the field that is wrong, and what would be right.</exception>
    public static KeyWish Parse(AdminFields fields, DateTimeOffset now)
    {
        var wish = new KeyWish { Ignored = LiteLlmNames.Take(fields) };
        wish.ReadNames(fields);
        wish.ReadLife(fields, now);
        foreach (var change in AllowanceFields.Read(fields))
            wish.Set(key => key with { Allowance = change(key.Allowance) });
        fields.RefuseRest(s_names);
        return wish;
    }

    /// <summary>A user's first key: nothing but his.</summary>
    public static KeyWish Of(Party user)
    {
        var wish = new KeyWish();
        wish.Set(key => key with { UserId = user.Id });
        return wish;
    }

    /// <exception cref="ImageException">What it would be does not go together.</exception>
    public KeyRecord Apply(KeyRecord record)
    {
        record = _changes.Aggregate(record, static (changed, change) => change(changed));
        _ = AllowanceFields.Checked(record.Key.Allowance);
        return record;
    }

    private void ReadNames(AdminFields fields)
    {
        if (fields.TryText("key_alias", 200, out var alias))
            Set(key => key with { Alias = alias });
        if (fields.TryText("team_id", 200, out var team))
            Set(key => key with { TeamId = team });
        if (fields.TryText("user_id", 200, out var user))
            Set(key => key with { UserId = user });
        if (fields.TryNames("models", out var models))
        {
            Models = models;
            Set(key => key with { Models = models });
        }

        if (fields.TryNames("tags", out var tags))
            Set(key => key with { Tags = tags });
        if (fields.TryObject("metadata", MaxMetadata, out var metadata))
        {
            var text = metadata?.GetRawText() ?? "{}";
            _changes.Add(record => record with { Metadata = text });
        }
    }

    private void ReadLife(AdminFields fields, DateTimeOffset now)
    {
        if (fields.TryFlag("blocked", out var blocked))
            Set(key => key with { Blocked = blocked });
        if (!fields.TryText("duration", 20, out var duration))
            return;
        // LiteLLM's -1 takes the end away.
        duration = duration is "-1" ? null : duration;
        AllowanceFields.RefuseNoTime("duration", duration);
        DateTimeOffset? expires = duration is not null && Lifetime.TryParse(duration, out var lifetime) ? lifetime.After(now) : null;
        Set(key => key with { Expires = expires });
    }

    private void Set(Func<VirtualKey, VirtualKey> change) => _changes.Add(record => record with { Key = change(record.Key) });
}
