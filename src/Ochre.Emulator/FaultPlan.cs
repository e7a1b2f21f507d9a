namespace Ochre.Emulator;

/// <summary>The rules and how often each was met. The first that applies to an invocation takes it; later ones do not count it.</summary>
internal sealed class FaultPlan(IReadOnlyList<FaultRule> rules)
{
    private readonly Lock _lock = new();
    private readonly int[] _seen = new int[rules.Count];

    /// <param name="names">The ways the invocation names its model: as in the path, and its base id.</param>
    public IReadOnlyList<Fault> Next(params ReadOnlySpan<string> names)
    {
        lock (_lock)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                var rule = rules[i];
                if (rule.Model is not null && !names.Contains(rule.Model))
                    continue;
                if (rule.Times is { } times && _seen[i] >= rule.After + times)
                    continue;
                if (_seen[i]++ >= rule.After)
                    return rule.Faults;
            }
        }
        return [];
    }
}
