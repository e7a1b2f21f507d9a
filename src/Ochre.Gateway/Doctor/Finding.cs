namespace Ochre.Gateway.Doctor;

/// <summary>What stands between this gateway and a model.</summary>
internal enum Gate
{
    Credentials,
    Action,
    Access,
    Lifecycle,
    Profile,
    Region,
    Price,
}

/// <summary>How a gate is. Only red is a fault.</summary>
internal enum GateState
{
    Green,

    /// <summary>It works, and somebody should know something.</summary>
    Yellow,

    Red,

    /// <summary>Nobody said: another gate is shut before it, or there was no answer.</summary>
    Unknown,
}

/// <summary>What was found at a gate.</summary>
/// <param name="Word">One or two words, for a cell of the table.</param>
/// <param name="Text">A sentence; null where the word says all.</param>
/// <param name="Fix">What opens it: a setting, a command, a link or an IAM policy; null where nothing is to be done.</param>
internal sealed record Finding(GateState State, string Word, string? Text = null, string? Fix = null)
{
    public static Finding Green(string word, string? text = null) => new(GateState.Green, word, text);

    public static Finding Unknown(string? text = null) => new(GateState.Unknown, "?", text);
}
