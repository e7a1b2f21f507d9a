using Ochre.Emulator;

namespace Ochre;

/// <summary>
/// Bedrock in a test's own process, and a client of it: a fixture for any test framework. It says what it was asked and what it would have cost, and
/// fails on purpose where it is told to.
/// </summary>
public sealed class EmulatedBedrock : IDisposable
{
    public EmulatedBedrock() : this(new EmulatorOptions())
    {
    }

    // Private: a fixture of xunit has one public constructor.
    private EmulatedBedrock(EmulatorOptions options)
    {
        Emulator = new(options);
        // What is asked again is asked at once: a test need not wait.
        Client = new(new OchreOptions { Retry = new() { FirstPause = TimeSpan.Zero } }.UseEmulator(Emulator), options.TimeProvider);
    }

    /// <summary>One with a clock, a day or limits of its own.</summary>
    public static EmulatedBedrock With(EmulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(options);
    }

    /// <summary>Paints with the emulator.</summary>
    public OchreClient Client { get; }

    /// <summary>For <c>services.EmulateOchre(bedrock.Emulator)</c>, or any client of Bedrock.</summary>
    public BedrockEmulator Emulator { get; }

    /// <summary>What it was asked and what it answered, newest first; the last 1000 unless the options say otherwise.</summary>
    public IReadOnlyList<Invocation> Invocations => Emulator.Invocations;

    /// <summary>Images that AWS would have put on the invoice.</summary>
    public int ImagesBilled => Emulator.Invocations.Sum(invocation => invocation.ImagesBilled);

    /// <summary>What they would have cost, in US dollars.</summary>
    public decimal UsdBilled => Emulator.Invocations.Sum(invocation => invocation.Usd);

    /// <summary>Makes the next invocations go wrong.</summary>
    /// <param name="fault">One of <see cref="Fault.Names"/>, or several with commas: <c>throttle</c>, <c>slow=2s</c>, <c>cut=50%</c>.</param>
    /// <param name="times">How often; null: until <see cref="Reset"/>.</param>
    /// <param name="model">The only model it happens to; null: any.</param>
    /// <exception cref="FormatException">There is no such fault; lists those there are.</exception>
    public void Fail(string fault, int? times = 1, string? model = null) => Emulator.UseFaults([new(Fault.Parse(fault), model, times)]);

    /// <summary>Forgets faults and invocations, for the next test.</summary>
    public void Reset()
    {
        Emulator.UseFaults([]);
        Emulator.ClearInvocations();
    }

    public void Dispose()
    {
        Client.Dispose();
        Emulator.Dispose();
    }
}
