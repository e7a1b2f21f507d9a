using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>A model as AWS documents it: identity, life, price and the body it takes. Adding a model is adding one of these.</summary>
internal sealed record ModelContract(string Id, string Name, BodyContract Body)
{
    public required string Provider { get; init; }

    public IReadOnlyList<string> InputModalities { get; init; } = ["TEXT"];

    /// <summary>System-defined inference profiles that lead to it.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>False: only a profile may be invoked, not the base id.</summary>
    public bool OnDemand { get; init; } = true;

    public IReadOnlyList<string> Regions { get; init; } = ["us-west-2"];

    public DateOnly? Launched { get; init; }

    public DateOnly? Legacy { get; init; }

    public DateOnly? EndOfLife { get; init; }

    /// <summary>US dollars for one picture of a job, on demand.</summary>
    public required Func<ImageJob, decimal> Price { get; init; }

    public bool IsDead(DateOnly? today) => today >= EndOfLife;
}

/// <summary>How one schema of bodies is read, judged and answered.</summary>
internal abstract class BodyContract
{
    /// <summary>Checks the body and throws what Bedrock answers to a wrong one.</summary>
    public abstract ImageJob Read(JsonElement body, SeedSource seeds);

    /// <summary>Applies the content words.</summary>
    public abstract Verdict Judge(ImageJob job, Content content, string model);

    /// <summary>Writes the members of the answer.</summary>
    public abstract void Write(Utf8JsonWriter json, ImageJob job, Verdict verdict, IReadOnlyList<byte[]> images);
}

/// <summary>Seeds for the requests that leave theirs to the model.</summary>
internal sealed class SeedSource(int? seed)
{
    private readonly Lock _lock = new();
    private readonly Random _random = seed is { } known ? new(known) : new();

    /// <summary>1 to 4,294,967,294, the range that every Stability model reports in.</summary>
    public long Next()
    {
        lock (_lock)
            return _random.NextInt64(1, 4_294_967_295);
    }
}
