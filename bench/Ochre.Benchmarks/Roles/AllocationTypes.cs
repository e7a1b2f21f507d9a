using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Ochre.Benchmarks.Roles;

/// <summary>Which types are allocated, by the runtime's own sample of one in 100 KB. Costs time: not for a measurement.</summary>
internal sealed class AllocationTypes : EventListener
{
    private const EventKeywords GcKeyword = (EventKeywords)1;
    private readonly ConcurrentDictionary<string, long> _bytes = new();

    public void Print()
    {
        var all = Math.Max(1, _bytes.Values.Sum());
        foreach (var (type, bytes) in _bytes.OrderByDescending(pair => pair.Value).Take(40))
            Console.Error.WriteLine($"{bytes * 100d / all,6:0.0} %  {type}");
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, GcKeyword);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) is not true)
            return;
        var type = eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!.ToString()!;
        var amount = Convert.ToInt64(eventData.Payload[eventData.PayloadNames.IndexOf("AllocationAmount64")]);
        _bytes.AddOrUpdate(type, amount, (_, sum) => sum + amount);
    }
}
