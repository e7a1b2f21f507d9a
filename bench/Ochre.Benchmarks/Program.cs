using Ochre.Benchmarks;
using Ochre.Benchmarks.Load;
using Ochre.Benchmarks.Pixels;
using Ochre.Benchmarks.Roles;

if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("The benchmarks read /proc: they run on Linux only.");
    return 2;
}

return args is [var verb, .. var rest]
    ? verb switch
    {
        "load" => await LoadCommand.RunAsync(new(rest)),
        "micro" => await MicroCommand.RunAsync(new(rest)),
        "codec" => await CodecCommand.RunAsync(new(rest)),
        "upstream" => await UpstreamRole.RunAsync(new(rest)),
        "bare" => await BareRole.RunAsync(new(rest)),
        "gateway" => await GatewayRole.RunAsync(new(rest)),
        _ => Usage(),
    }
    : Usage();

static int Usage()
{
    Console.Error.WriteLine("""
        load   [--size 4mb] [--connections 1,16,64] [--ways direct,bare,ochre,ochre-uncounted,ochre-sse,ochre-n4,ochre-url] [--seconds 4] [--rounds 3]
               [--warm 5] [--check]     the gateway beside a bare byte proxy, in one run (Linux)
               [--before PROGRAM --ways …,before,before-n4]   another build of this program, to compare two gateways in one run
        micro  [--size 4mb]             the steps of one answer, in memory
        codec  [--rounds 40] [--soak 0] [--file PNG] [--tool vips] [--check]     conversions beside libvips' own tool in one run, then a count of them (Linux)
        """);
    return 2;
}
