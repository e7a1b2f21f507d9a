namespace Ochre.Emulator;

/// <summary>How an emulator behaves. The defaults need no account, no clock and no file.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The one access key it knows.</summary>
    public string AccessKey { get; set; } = "test";

    /// <summary>The secret that requests of <see cref="AccessKey"/> must be signed with.</summary>
    public string SecretKey { get; set; } = "test";

    /// <summary>The Bedrock API key it takes as <c>Authorization: Bearer …</c>.</summary>
    public string BearerToken { get; set; } = "test";

    /// <summary>The day it is for lifecycles: a model past its end of life answers 404. Null serves dead models too.</summary>
    public DateOnly? Today { get; set; }

    /// <summary>Faults to make; a request adds its own with the header <c>x-emulator-fault</c>.</summary>
    public IReadOnlyList<FaultRule> Faults { get; set; } = [];

    /// <summary>The clock of signatures, delays and latencies.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the seeds come from that a request leaves to the model. Null: unlike in every run.</summary>
    public int? Seed { get; set; }

    /// <summary>Refuse a model in a region that does not have it, where the host name says the region. Default false.</summary>
    public bool CheckRegions { get; set; }

    /// <summary>IAM actions that the caller's policies do not allow, such as <c>bedrock:InvokeModel</c>.</summary>
    public IReadOnlySet<string> Denied { get; set; } = new HashSet<string>();

    /// <summary>Base ids of models that the account has not subscribed to.</summary>
    public IReadOnlySet<string> Withheld { get; set; } = new HashSet<string>();

    /// <summary>How many invocations are kept to be read back. Default 1000; the oldest go first.</summary>
    public int KeptInvocations { get; set; } = 1000;

    /// <summary>How many bytes of request bodies are kept at most. Default 64 MB.</summary>
    public long KeptBytes { get; set; } = 64_000_000;
}
