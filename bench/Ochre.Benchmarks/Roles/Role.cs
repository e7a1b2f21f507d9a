using System.Globalization;
using System.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ochre.Benchmarks.Roles;

/// <summary>What every process under measurement has in common: it says where it listens, tells its counters, and ends with its parent.</summary>
internal static class Role
{
    public const string Counters = "/bench/counters";

    /// <summary>Since the process began: bytes allocated, gen 2 collections, milliseconds spent compiling.</summary>
    public static void MapCounters(IEndpointRouteBuilder routes) => routes.MapGet(Counters, static http =>
        http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
            $"{GC.GetTotalAllocatedBytes(precise: true)} {GC.CollectionCount(2)} {JitInfo.GetCompilationTime().TotalMilliseconds}"))).AllowAnonymous();

    public static async Task ServeAsync(WebApplication app, Options options)
    {
        using var types = options.Has("types") ? new AllocationTypes() : null;
        await app.StartAsync();
        await AnnounceAsync(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        types?.Print();
        await app.StopAsync();
    }

    /// <summary>Returns when the parent closes this process's input, or dies.</summary>
    public static async Task AnnounceAsync(string address)
    {
        Console.WriteLine(address);
        await Console.In.ReadLineAsync();
    }
}
