using System.Globalization;

namespace Ochre.Gateway.Doctor;

/// <summary>Whether the price of an image is known: budgets count with it.</summary>
internal static class PriceGate
{
    public static Finding Judge(Evidence at)
    {
        if (at.Row.Model.Prices is not { } prices)
            return new(GateState.Yellow, "unknown", $"Nobody has said what an image of {at.Row.Model.Id} costs.", "Set output_cost_per_image on the entry in config.yaml.");
        var (least, most) = (prices.Lines.Min(line => line.Usd), prices.Lines.Max(line => line.Usd));
        return Finding.Green(least == most ? Usd(least) : $"{Usd(least)}–{Usd(most)}", "US dollars an image");
    }

    private static string Usd(decimal usd) => usd.ToString("0.####", CultureInfo.InvariantCulture);
}
