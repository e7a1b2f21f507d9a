namespace Ochre.Gateway.OpenApi;

/// <summary>What a route does, in words for people and in schemas for programs. Where it is and who may call it, the route itself says.</summary>
/// <param name="Id">Name of the operation; generated clients call their function so.</param>
/// <param name="Routes">Patterns as they are mapped; the first is the one to use, the others are for clients that look there.</param>
internal sealed record Operation(string Method, string Id, string Tag, string Summary, params IReadOnlyList<string> Routes)
{
    /// <summary>More than the summary, in CommonMark.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<QueryWord> Query { get; init; } = [];

    /// <summary>Names of <see cref="HeaderWords.Asked"/>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    public BodyWord? Body { get; init; }

    public IReadOnlyList<AnswerWord> Answers { get; init; } = [];

    /// <summary>Statuses of refusals, beside those that every route has.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [];

    /// <summary>Name of the schema of its refusals, where it is not everybody's; null else.</summary>
    public string? RefusalSchema { get; init; }
}

/// <summary>A query parameter.</summary>
/// <param name="Schema">JSON Schema, as text.</param>
internal sealed record QueryWord(string Name, string Schema, string Text)
{
    public bool IsRequired { get; init; }

    /// <summary>One that works; a query without its examples works too, unless it is required.</summary>
    public string? Example { get; init; }
}

/// <summary>A request's body.</summary>
/// <param name="Json">Name of its schema as JSON.</param>
/// <param name="Example">JSON that really works.</param>
internal sealed record BodyWord(string Json, string Example)
{
    public bool IsRequired { get; init; } = true;

    /// <summary>Name of its schema as a form; null where no form is taken.</summary>
    public string? Form { get; init; }

    /// <summary>The same wish as a form, its fields as JSON; a file is its name.</summary>
    public string? FormExample { get; init; }
}

/// <summary>An answer that is no refusal.</summary>
/// <param name="Schema">Name of a schema, JSON Schema as text, or null where there is no body.</param>
internal sealed record AnswerWord(int Status, string Text, string? Schema = null)
{
    public string MediaType { get; init; } = "application/json";

    /// <summary>Names of <see cref="HeaderWords.Answered"/>, beside those that every answer has.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}

/// <summary>What a field of a request is for, in words; its type and range come from who reads it.</summary>
internal sealed record FieldWord(string Name, string Text)
{
    /// <summary>What counts where it is absent, as JSON.</summary>
    public string? Default { get; init; }

    /// <summary>Words that the reader knows in order to refuse them with a better sentence.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>JSON Schema of what its reader checks further, or takes in several forms.</summary>
    public string Schema { get; init; } = "{}";

    public bool IsRequired { get; init; }
}
