using System.Globalization;

namespace Ochre.Benchmarks.Load;

/// <summary>What Linux tells of a process. Times in milliseconds, counted in clock ticks of 10 ms.</summary>
internal static class ProcFs
{
    private const double MillisecondsPerTick = 10;

    /// <summary>User and system time of a process.</summary>
    public static double CpuOf(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        // The name in parentheses may hold blanks; utime and stime are the 12th and 13th field after it.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return MillisecondsPerTick * (Number(fields[11]) + Number(fields[12]));
    }

    /// <summary>Time that any process of the machine ran, and that the host took from it.</summary>
    public static double CpuOfAll()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user, nice, system, (idle, iowait,) irq, softirq, steal
        return MillisecondsPerTick * (Number(fields[1]) + Number(fields[2]) + Number(fields[3]) + Number(fields[6]) + Number(fields[7]) + Number(fields[8]));
    }

    /// <summary>The largest resident size so far, in MB.</summary>
    public static double PeakMemory(int process) => Memory(process, "VmHWM");

    /// <summary>One of the sizes in a process's status, in MB: <c>VmRSS</c> is what is resident now.</summary>
    public static double Memory(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
