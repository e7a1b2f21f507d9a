namespace Ochre.Parameters;

/// <summary>What a reader takes a field for.</summary>
internal enum FieldKind
{
    Text,
    Whole,
    Flag,
    Object,

    /// <summary>US dollars: a number with at most nine digits after the point.</summary>
    Usd,

    /// <summary>A list of texts.</summary>
    Names,

    /// <summary>Several forms, which its reader tells apart.</summary>
    Any,
}

/// <summary>A field as its reader asks for it.</summary>
internal sealed record FieldAsk(string Name, FieldKind Kind)
{
    public decimal? Min { get; init; }

    /// <summary>The largest number, the most characters of a text, the most items of a list.</summary>
    public decimal? Max { get; init; }

    /// <summary>The only texts that it may be; null where there are others.</summary>
    public IReadOnlyList<string>? Words { get; init; }
}

/// <summary>All that a reader asks a body for: a document that is made of it cannot say something else.</summary>
internal sealed class FieldAsks
{
    private readonly List<FieldAsk> _all = [];

    /// <summary>In the order in which they are asked for.</summary>
    public IReadOnlyList<FieldAsk> All => _all;

    /// <summary>The last word counts: who asks in steps gets more exact.</summary>
    public void Note(FieldAsk ask)
    {
        var at = _all.FindIndex(known => known.Name == ask.Name);
        if (at < 0)
            _all.Add(ask);
        else
            _all[at] = ask;
    }
}
