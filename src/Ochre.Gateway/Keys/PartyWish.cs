using Ochre.Gateway.Auth;

namespace Ochre.Gateway.Keys;

/// <summary>What a body wants a team or a user to be; for a new one, and for one that is there.</summary>
internal sealed class PartyWish
{
    private const int MaxMetadata = 16_384;

    private static readonly string[] s_names = ["models", "metadata", "blocked", .. AllowanceFields.Names];

    private readonly List<Func<Party, Party>> _changes = [];

    /// <summary>LiteLLM's names that were sent and mean nothing here.</summary>
    public IReadOnlyList<string> Ignored { get; private init; } = [];

    /// <param name="fields">Without the id, which the route reads.</param>
    /// <param name="aliases">What its name may be called; the first that is there counts.</param>
    /// <exception cref="ImageException">Names the field that is wrong, and what would be right.</exception>
    public static PartyWish Parse(AdminFields fields, params IReadOnlyList<string> aliases)
    {
        var wish = new PartyWish { Ignored = LiteLlmNames.Take(fields) };
        var named = false;
        foreach (var name in aliases)
        {
            if (fields.TryText(name, 200, out var alias) && !named)
                wish._changes.Add(party => party with { Alias = alias });
            named |= alias is not null;
        }

        if (fields.TryNames("models", out var models))
            wish._changes.Add(party => party with { Models = models });
        if (fields.TryFlag("blocked", out var blocked))
            wish._changes.Add(party => party with { Blocked = blocked });
        if (fields.TryObject("metadata", MaxMetadata, out var metadata))
        {
            var text = metadata?.GetRawText() ?? "{}";
            wish._changes.Add(party => party with { Metadata = text });
        }

        foreach (var change in AllowanceFields.Read(fields))
            wish._changes.Add(party => party with { Allowance = change(party.Allowance) });
        fields.RefuseRest([.. s_names, .. aliases]);
        return wish;
    }

    /// <exception cref="ImageException">What it would be does not go together.</exception>
    public Party Apply(Party party)
    {
        party = _changes.Aggregate(party, static (changed, change) => change(changed));
        _ = AllowanceFields.Checked(party.Allowance);
        return party;
    }
}
