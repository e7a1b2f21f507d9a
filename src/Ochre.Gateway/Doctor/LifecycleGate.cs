using System.Globalization;
using Ochre.Succession;

namespace Ochre.Gateway.Doctor;

/// <summary>Whether the model that is asked for is alive, and who follows it.</summary>
internal static class LifecycleGate
{
    public static Finding Judge(Evidence at)
    {
        var asked = at.Row.Asked;
        if (at.Row.Model.Id != asked.Id)
            return new(GateState.Yellow, "replaced", $"{asked.Id} ended on {Day(asked.EndOfLife)}; {at.Row.Model.Id} answers in its place, and x-ochre-substituted says so.");
        // AWS's own word goes before the catalogue's date: an account may have an arrangement.
        if (at.Verdict is Verdict.Gone)
            return Ended(at, at.Found.Invoke!.Error.Message);
        if (asked.EndOfLife <= at.Today)
            return at.Verdict is Verdict.Open
                ? new(GateState.Yellow, at.Settings.UsesEmulator ? "emulated" : "past its end", $"{asked.Id} ended on {Day(asked.EndOfLife)}; {(at.Settings.UsesEmulator ? "the emulator serves it all the same, AWS does not" : "it is served to this account all the same")}.")
                : Ended(at, $"{asked.Id} ended on {Day(asked.EndOfLife)}.");
        return Deprecation.Of(asked, at.Today) is { } near
            ? new(GateState.Yellow, $"ends {Day(near.End)}", $"{asked.Id} ends on {Day(near.End)}.", Successor(asked))
            : asked.EndOfLife is { } end ? Finding.Green($"until {Day(end)}") : Finding.Green("active");
    }

    private static Finding Ended(Evidence at, string text) => new(GateState.Red, "gone", text,
        $"{Successor(at.Row.Asked)} Or let it answer by itself: OCHRE_SUCCESSION=auto. An account with an arrangement of its own names the model in OCHRE_AVAILABLE_MODELS.");

    private static string Successor(ImageModel model) => model.Successor is { } next ? $"Name {next} in its place." : "No model that lives does its work.";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "?";
}
