using System.Globalization;

namespace Ochre.Gateway.Spend;

/// <summary>US dollars as the database counts them: whole billionths, so that sums are exact and both engines add them alike.</summary>
internal static class Money
{
    private const decimal Units = 1_000_000_000m;

    /// <summary>The largest amount that is taken from anybody: 9 billion dollars fit, and a sum of many should.</summary>
    public const decimal Largest = 1_000_000m;

    /// <summary>Rounded up: a price is never understated.</summary>
    public static long ToUnits(decimal usd) => (long)decimal.Ceiling(usd * Units);

    public static decimal ToUsd(long units) => units / Units;

    /// <summary>Without an exponent, without zeros at the end: <c>0.04</c>.</summary>
    public static string Text(decimal usd) => usd.ToString("0.#########", CultureInfo.InvariantCulture);
}
