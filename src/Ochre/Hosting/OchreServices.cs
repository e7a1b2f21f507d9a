using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ochre;
using Ochre.Emulator;
using Ochre.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary><c>services.AddOchre(…)</c>: an <see cref="OchreClient"/> and an <c>IImageGenerator</c>, both singletons. Options are validated when the host starts.</summary>
public static class OchreServices
{
    /// <summary>May be called several times: every call configures the same options.</summary>
    public static IServiceCollection AddOchre(this IServiceCollection services, Action<OchreOptions>? configure = null) =>
        services.Add(null, options => options.Configure(configure ?? (_ => { })));

    /// <param name="section">Such as <c>configuration.GetSection("Ochre")</c>. A key that is no option stops the start.</param>
    /// <inheritdoc cref="AddOchre(IServiceCollection, Action{OchreOptions}?)"/>
    public static IServiceCollection AddOchre(this IServiceCollection services, IConfiguration section) =>
        services.Add(null, options => Bind(options, section, null));

    /// <summary>A client of another account or region, beside others: <c>[FromKeyedServices("eu")] OchreClient</c>.</summary>
    public static IServiceCollection AddKeyedOchre(this IServiceCollection services, string serviceKey, Action<OchreOptions>? configure = null) =>
        services.Add(serviceKey, options => options.Configure(configure ?? (_ => { })));

    /// <inheritdoc cref="AddKeyedOchre(IServiceCollection, string, Action{OchreOptions}?)"/>
    /// <param name="section">A key in it that is no option stops the start.</param>
    public static IServiceCollection AddKeyedOchre(this IServiceCollection services, string serviceKey, IConfiguration section) =>
        services.Add(serviceKey, options => Bind(options, section, serviceKey));

    /// <summary>
    /// For tests of an application: whatever identity, place or key it has configured, its clients paint with this emulator. Beside <c>AddOchre</c>, before or after it.
    /// </summary>
    /// <param name="emulator">Stays yours; null makes one.</param>
    public static IServiceCollection EmulateOchre(this IServiceCollection services, BedrockEmulator? emulator = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (emulator is null)
            services.AddSingleton(new BedrockEmulator());
        else
            services.AddSingleton(emulator);
        services.AddOptions();
        return services.AddSingleton<IPostConfigureOptions<OchreOptions>>(provider => new EmulatedOptions(provider.GetRequiredService<BedrockEmulator>()));
    }

    private static IServiceCollection Add(this IServiceCollection services, string? key, Action<OptionsBuilder<OchreOptions>> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (key is not null)
            ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var name = key ?? Options.Options.DefaultName;
        var options = services.AddOptions<OchreOptions>(name);
        configure(options);
        options.ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OchreOptions>, OchreOptionsCheck>(_ => new OchreOptionsCheck()));
        if (key is null)
        {
            services.TryAddSingleton(provider => Client(provider, name));
            services.TryAddSingleton(provider => Generator(provider.GetRequiredService<OchreClient>()));
        }
        else
        {
            services.TryAddKeyedSingleton(key, (provider, _) => Client(provider, name));
            services.TryAddKeyedSingleton(key, (provider, _) => Generator(provider.GetRequiredKeyedService<OchreClient>(key)));
        }

        return services;
    }

    // The call is written out where the type is known: then it is generated, and nothing is left to reflection.
    private static void Bind(OptionsBuilder<OchreOptions> options, IConfiguration section, string? key)
    {
        ArgumentNullException.ThrowIfNull(section);
        options.Bind(section);
        options.Services.AddSingleton<IValidateOptions<OchreOptions>>(new KnownKeys(key ?? Options.Options.DefaultName, section));
    }

    private static OchreClient Client(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<IOptionsMonitor<OchreOptions>>().Get(name), provider.GetService<TimeProvider>(), provider.GetService<ILogger<OchreClient>>());

#pragma warning disable MEAI001 // Microsoft.Extensions.AI's interface may change still; whoever asks for it has been told so by its own attribute.
    private static IImageGenerator Generator(OchreClient client) => client.AsImageGenerator();
#pragma warning restore MEAI001
}
