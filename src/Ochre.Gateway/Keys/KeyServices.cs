using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Keys;

/// <summary>All that virtual keys need, and their routes.</summary>
internal static class KeyServices
{
    public static void AddKeys(this IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(_ => Pepper.Load(settings));
        services.AddSingleton(provider =>
        {
            var database = provider.GetRequiredService<IDatabase>();
            return new KeyLookup((id, stop) => KeyBook.FindAsync(database, id, stop), provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<VirtualKeys>();
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
