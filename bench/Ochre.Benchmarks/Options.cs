using System.Globalization;

namespace Ochre.Benchmarks;

/// <summary>Arguments of the form <c>--name value</c>; a name without a value is a switch.</summary>
internal sealed class Options
{
    private readonly Dictionary<string, string> _values = [];

    public Options(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : throw new ArgumentException($"'{args[i]}' is no option.");
            var hasValue = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal);
            _values[name] = hasValue ? args[++i] : "true";
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public string[] List(string name, string otherwise) => Text(name, otherwise).Split(',', StringSplitOptions.RemoveEmptyEntries);

    public double Number(string name, double otherwise) =>
        _values.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Bytes, as in <c>4mb</c> or <c>1500kb</c>: powers of 1024.</summary>
    public int Size(string name, string otherwise)
    {
        var text = Text(name, otherwise).ToLowerInvariant();
        var unit = text.EndsWith("mb", StringComparison.Ordinal) ? 1 << 20 : text.EndsWith("kb", StringComparison.Ordinal) ? 1 << 10 : 1;
        return (int)(double.Parse(text.TrimEnd('k', 'm', 'b'), CultureInfo.InvariantCulture) * unit) & ~3;
    }
}
