using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Ochre;
using Ochre.Hosting;

namespace Microsoft.Extensions.Hosting;

/// <summary>The conventions of Aspire's client integrations; nothing of Aspire is needed.</summary>
public static class OchreHosting
{
    private const string Section = "Aspire:Ochre";

    /// <summary>
    /// Adds an <see cref="OchreClient"/>, an <c>IImageGenerator</c> and a health check. What counts, the later over the earlier: the section <c>Aspire:Ochre</c>,
    /// <c>ConnectionStrings:{connectionName}</c>, <paramref name="configureSettings"/>.
    /// </summary>
    /// <param name="connectionName">Of the resource; it need not have a connection string.</param>
    /// <param name="configureSettings">Is called more than once: it sets values and does nothing else.</param>
    /// <exception cref="FormatException">The connection string cannot be read.</exception>
    public static void AddOchreClient(this IHostApplicationBuilder builder, string connectionName, Action<OchreClientSettings>? configureSettings = null) =>
        Add(builder, connectionName, key: null, Section, configureSettings);

    /// <summary>The same beside others: <c>[FromKeyedServices("images")] OchreClient</c>. Its section is <c>Aspire:Ochre:{name}</c>.</summary>
    /// <param name="name">Of the connection string and the service key.</param>
    /// <inheritdoc cref="AddOchreClient"/>
    public static void AddKeyedOchreClient(this IHostApplicationBuilder builder, string name, Action<OchreClientSettings>? configureSettings = null) =>
        Add(builder, name, key: name, $"{Section}:{name}", configureSettings);

    private static void Add(IHostApplicationBuilder builder, string connection, string? key, string sectionName, Action<OchreClientSettings>? configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        var section = builder.Configuration.GetSection(sectionName);
        Action<OchreOptions> fill = options => Fill(options, builder.Configuration, section, connection, configure);
        if (key is null)
            builder.Services.AddOchre(fill);
        else
            builder.Services.AddKeyedOchre(key, fill);

        // Once now: a connection string that cannot be read, and whether a health check is wanted.
        var settings = Fill(new(), builder.Configuration, section, connection, configure);
        if (!settings.DisableHealthChecks)
            builder.Services.AddHealthChecks().AddOchre(key is null ? "Ochre" : $"Ochre_{key}", key, timeout: settings.HealthCheckTimeout);
    }

    private static OchreClientSettings Fill(
        OchreOptions options, IConfigurationManager configuration, IConfigurationSection section, string connection, Action<OchreClientSettings>? configure)
    {
        section.Bind(options);
        var settings = new OchreClientSettings(options);
        settings.DisableHealthChecks = section.GetValue(nameof(settings.DisableHealthChecks), settings.DisableHealthChecks);
        settings.HealthCheckTimeout = section.GetValue(nameof(settings.HealthCheckTimeout), settings.HealthCheckTimeout);
        if (configuration.GetConnectionString(connection) is { Length: > 0 } text)
            ConnectionString.Apply(text, connection, options);
        configure?.Invoke(settings);
        return settings;
    }
}
