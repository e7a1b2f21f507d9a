using Microsoft.Extensions.DependencyInjection.Extensions;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>All that virtual keys need, and their routes.</summary>
internal static class KeyServices
{
    public static void AddKeys(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(_ => Pepper.Load(settings));
        // Neither database nor pepper is touched before they are needed: the doctor, too, reads the configuration.
        services.AddSingleton(provider => new KeyLookup(
            (id, stop) => KeyBook.FindAsync(provider.GetRequiredService<IDatabase>(), id, stop), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new VirtualKeys(
            provider.GetRequiredService<KeyLookup>(), new(provider.GetRequiredService<Pepper>), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<Signals>();
        services.AddSingleton<KeyNews>();
        services.AddSingleton<KeyBook>();
        services.AddSingleton<PartyBook>();
        services.AddSingleton<Shown>();
        services.AddSingleton<ModelWarnings>();
        services.AddSingleton<KeyEndpoints>();
        services.AddSingleton<KeyQueries>();
        services.AddSingleton<TeamEndpoints>();
        services.AddSingleton<UserEndpoints>();
        services.AddHostedService<PepperCheck>();
    }

    public static void MapKeys(this IEndpointRouteBuilder routes, IServiceProvider services)
    {
        services.GetRequiredService<KeyEndpoints>().Map(routes);
        services.GetRequiredService<KeyQueries>().Map(routes);
        services.GetRequiredService<TeamEndpoints>().Map(routes);
        services.GetRequiredService<UserEndpoints>().Map(routes);
    }
}
