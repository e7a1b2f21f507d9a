using Microsoft.Extensions.DependencyInjection.Extensions;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Board;
using Ochre.Gateway.Endpoints;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Mcp;
using Ochre.Gateway.Pages;
using Ochre.Gateway.Replay;
using Ochre.Gateway.Reports;
using Ochre.Gateway.Sources;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Spend.Database;
using Ochre.Gateway.Spend.Rates;
using Ochre.Gateway.Spend.Shared;
using Ochre.Gateway.Telemetry;
using Ochre.Gateway.Uploads;
using Ochre.Pixels;
using Ochre.Stores;
using Ochre.Succession;

namespace Ochre.Gateway;

/// <summary>The whole gateway, in reading order.</summary>
internal static class GatewayApp
{
    /// <param name="configure">Lets tests put in a server, a clock or a way to Bedrock of their own.</param>
    public static WebApplication Build(GatewaySettings settings, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = BareHost.Create();
        Listen(builder, settings);
        AddServices(builder.Services, settings);
        configure?.Invoke(builder);

        var app = builder.Build();
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.UseProxyHeaders(settings.Links.TrustedProxies);
        app.UseRequestIds(time);
        app.UseRequestWatch(app.Services.GetRequiredService<GatewayMeter>(), time);
        var board = app.Services.GetRequiredService<RequestBoard>();
        app.Use((http, next) => board.WatchAsync(http, next));
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static context => Refusals.WriteStatusAsync(context.HttpContext));
        if (settings.Prefix.Length > 0)
            app.UsePathBase(settings.Prefix);
        app.UseTrustedHosts(settings.Browsers);
        app.UseRouting();
        app.UseRouteNames();
        app.UseOrigins(settings.Browsers);
        // There from the start on, for whoever looks for it.
        if (settings.AdminKeys is [])
            _ = app.Services.GetRequiredService<AdminKeyFile>().Key;
        var live = app.Services.GetRequiredService<Live>();
        app.Use((http, next) => live.Now.Keys.InvokeAsync(http, next));
        var gate = app.Services.GetRequiredService<LimitGate>();
        app.Use((http, next) => gate.InvokeAsync(http, next));
        MapRoutes(app, settings);
        Gauges.Add(app.Services.GetRequiredService<GatewayMeter>(), app.Services);

        var log = app.Services.GetRequiredService<ILogger<ImageDelivery>>();
        foreach (var warning in settings.Warnings)
            Log.ConfigurationWarning(log, warning);
        return app;
    }

    private static void Listen(WebApplicationBuilder builder, GatewaySettings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(Peer.Watch);
            kestrel.Limits.MaxRequestBodySize = settings.MaxBodyBytes + 1;
            // A client that stops reading must not hold an image for hours: the kernel's buffer counts as sent.
            // Nor may one that sends byte by byte hold a connection; how long a whole body may take the routes say.
            kestrel.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
            kestrel.Limits.MinResponseDataRate = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));
        });
        builder.WebHost.UseUrls($"http://{(settings.Host.Contains(':') ? $"[{settings.Host}]" : settings.Host)}:{settings.Port}");
        builder.Logging.ClearProviders();
        if (settings.JsonLogs || Console.IsOutputRedirected)
            builder.Logging.AddJsonConsole(json => (json.UseUtcTimestamp, json.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else
            builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
        builder.Logging.SetMinimumLevel(settings.LogLevel);
        builder.Logging.AddFilter("Microsoft", settings.LogLevel > LogLevel.Warning ? settings.LogLevel : LogLevel.Warning);
    }

    /// <summary>All that the gateway is made of, each made when it is first asked for: the doctor takes what it needs, and opens no ledger.</summary>
    public static void AddServices(IServiceCollection services, GatewaySettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddCors();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.DrainTime);
        AddDatabase(services, settings);
        services.AddSingleton(new AdminKeyFile(settings));
        services.AddSingleton<Identities>();
        services.AddSingleton<LiveReader>();
        services.AddSingleton(provider => new Live(provider.GetRequiredService<LiveReader>().Of(settings)));
        services.AddSingleton(provider => provider.GetRequiredService<Live>().Now.Catalog);
        services.AddSingleton<ConfigurationWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ConfigurationWatch>());
        services.AddSingleton(settings.UsesEmulator ? SuccessionRule.ServeAll : settings.Succession);
        services.AddSingleton(provider => new BedrockEmulator(new EmulatorOptions
        {
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
            Faults = settings.Faults,
        }));
        services.AddSingleton<HttpMessageHandler>(provider =>
            settings.UsesEmulator ? provider.GetRequiredService<BedrockEmulator>() : BedrockClient.CreateHandler());
        services.AddSingleton(provider =>
            settings.UsesEmulator ? AwsIdentity.AccessKey("test", "test") : provider.GetRequiredService<Identities>().Of(settings.Identity));
        services.AddSingleton(provider => new BedrockClient(
            provider.GetRequiredService<HttpMessageHandler>(), provider.GetRequiredService<AwsIdentity>(), settings.Bedrock,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ControlPlane(
            provider.GetRequiredService<HttpMessageHandler>(), provider.GetRequiredService<AwsIdentity>(), settings.Bedrock,
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new ProfileBook(
            provider.GetRequiredService<ControlPlane>(), settings.Bedrock, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(settings.Pixels);
        services.AddSingleton<PixelPipeline>();
        services.AddSingleton(provider => new SignedLinks(LinkKeys.Load(settings), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new DiskStore(
            Path.Combine(settings.DataFolder, "images"), provider.GetRequiredService<SignedLinks>(), settings.Links.Lifetime,
            provider.GetRequiredService<TimeProvider>(), settings.Links.Disk)
        { NamesFiles = settings.Links.NamesFiles });
        services.AddSingleton<IImageStore>(provider => settings.Links.S3 is { } s3 ? Bucket(provider, s3) : provider.GetRequiredService<DiskStore>());
        services.AddSingleton<StoreWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreWatch>());
        services.AddHostedService<WarmUp>();
        AddMoney(services, settings);
        services.AddSingleton<Refusals>();
        services.AddExceptionHandler<Refusals>();
        services.AddSingleton<ImageDelivery>();
        AddPictures(services, settings);
        AddReplay(services, settings);
        AddListings(services);
        services.AddSingleton<ToolCalls>();
        services.AddSingleton<McpEndpoint>();
        AddTelemetry(services, settings);
    }

    private static void AddListings(IServiceCollection services)
    {
        services.AddSingleton<Listing.ModelListings>();
        services.AddSingleton<ModelsEndpoint>();
        services.AddSingleton<PageAssets>();
        services.AddSingleton<ModelInfoEndpoint>();
        services.AddSingleton<SearchModelsEndpoint>();
        services.AddSingleton<ModelPricingEndpoint>();
    }

    private static void AddMoney(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton<Budgets>();
        services.AddSingleton(provider => provider.GetService<Journal>()?.Node ?? NodeName.Of(settings.DataFolder));
        services.AddSingleton(provider => new Ledger(
            provider.GetService<Journal>()?.Database, provider.GetRequiredService<NodeName>(), provider.GetRequiredService<Live>(), provider.GetRequiredService<Budgets>(),
            provider.GetRequiredService<GatewayMeter>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Ledger>>(),
            provider.GetService<SharedBudgets>()));
        if (!settings.Database.IsOff)
        {
            services.AddHostedService(provider => new LedgerKeeper(
                provider.GetRequiredService<Journal>().Database, provider.GetRequiredService<NodeName>(), provider.GetRequiredService<Ledger>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LedgerKeeper>>()));
            services.AddKeys(settings);
            services.AddReports();
            services.AddSingleton<CreditNotes>();
            services.AddSingleton<CreditEndpoint>();
        }

        if (settings.Database.Postgres is not null)
            services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Passing>(provider, settings.DataFolder));
        services.AddSingleton<RunningWork>();
        // Ended before the ledger's keeper: services end in the opposite order.
        services.AddHostedService(provider => provider.GetRequiredService<RunningWork>());
        services.AddSingleton<Checkout>();
        services.AddSingleton<Limits>();
        services.AddSingleton<LimitQueue>();
        services.AddSingleton<LimitGate>();
        services.AddSingleton<RequestBoard>();
        services.AddSingleton<BoardEndpoint>();
    }

    // The first service that is started, so that whatever is started after it finds the tables; none where nothing is to be recorded.
    private static void AddDatabase(IServiceCollection services, GatewaySettings settings)
    {
        if (settings.Database.IsOff)
            return;
        if (settings.Database.Postgres is { } postgres)
            AddPostgres(services, settings, postgres);
        else
            AddSqlite(services, settings);
        services.AddHostedService<DatabaseStart>();
    }

    private static void AddSqlite(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton<IDatabase>(provider => SqliteDatabase.Open(
            settings.Database.File ?? Path.Combine(settings.DataFolder, "ochre.db"), settings.Database.Full, provider.GetRequiredService<ILogger<SqliteDatabase>>()));
        services.AddSingleton(provider => new Journal(provider.GetRequiredService<IDatabase>(), NodeName.Of(settings.DataFolder), IsShared: false));
        services.AddSingleton<Signals>();
    }

    private static void AddPostgres(IServiceCollection services, GatewaySettings settings, PostgresAddress postgres)
    {
        services.AddSingleton<IDatabase>(provider =>
            new PostgresDatabase(postgres, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<PostgresDatabase>>()));
        services.AddSingleton(provider => Journal.Take(settings.DataFolder, settings.Database.Full, provider.GetRequiredService<ILogger<Journal>>()));
        services.AddSingleton<Signals>(provider =>
            new PostgresSignals(postgres, provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SharedBudgets>();
    }

    private static void AddReplay(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(settings.Replay);
        services.AddSingleton(new TapeMemory(settings.Replay.MemoryBytes));
        services.AddSingleton<CallBook>();
        services.AddSingleton(provider => new ReplayTable(provider.GetService<IDatabase>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new KeptFolder(Path.Combine(settings.DataFolder, "kept"), settings.Replay, SharedAnswers(provider, settings),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<KeptFolder>>()));
        services.AddSingleton<LinkRenewal>();
        services.AddSingleton<ReplaySender>();
        services.AddSingleton<KeyedCalls>();
        services.AddSingleton<Retries>();
        services.AddSingleton<Replays>();
        services.AddHostedService(provider => provider.GetRequiredService<Replays>());
    }

    private static void AddTelemetry(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton<GatewayMeter>();
        services.AddSingleton<PrometheusText>();
        services.AddHostedService(_ => new OtlpExport(settings.Telemetry));
    }

    private static void AddPictures(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(settings.Uploads);
        services.AddSingleton(settings.Sources);
        services.AddSingleton<MemoryBudget>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton(new Internet());
        services.AddSingleton<HttpsSource>();
        services.AddSingleton(provider => new S3Objects(settings.Sources.Buckets, BucketIdentity(provider, settings), BedrockClient.CreateHandler()));
        services.AddSingleton<BucketSource>();
        services.AddSingleton<OwnImages>();
        services.AddSingleton<SourceFetcher>();
        services.AddSingleton<PictureReader>();
        services.AddSingleton<PictureEndpoints>();
    }

    private static void MapRoutes(WebApplication app, GatewaySettings settings)
    {
        var services = app.Services;
        GenerationsEndpoint.Map(app, services.GetRequiredService<ImageDelivery>(), services.GetRequiredService<Replays>(), services.GetRequiredService<Live>());
        services.GetRequiredService<PictureEndpoints>().Map(app);
        services.GetRequiredService<ModelsEndpoint>().Map(app);
        if (settings.Mcp.IsOn)
            services.GetRequiredService<McpEndpoint>().Map(app);
        PagesEndpoint.Map(app, services.GetRequiredService<PageAssets>());
        services.GetRequiredService<BoardEndpoint>().Map(app);
        services.GetRequiredService<ModelInfoEndpoint>().Map(app);
        services.GetRequiredService<SearchModelsEndpoint>().Map(app);
        services.GetRequiredService<ModelPricingEndpoint>().Map(app);
        LinksEndpoint.Map(app, services.GetRequiredService<DiskStore>());
        HealthEndpoints.Map(app, services.GetRequiredService<StoreWatch>(), services.GetService<IDatabase>(), services.GetService<SharedBudgets>()?.Contact);
        MetricsEndpoint.Map(app, services.GetRequiredService<PrometheusText>(), settings.Telemetry.IsOpen);
        if (!settings.Database.IsOff)
        {
            app.MapKeys(services);
            app.MapReports(services);
            services.GetRequiredService<CreditEndpoint>().Map(app);
        }
        else
        {
            DatabaseOffEndpoints.Map(app);
        }

        if (settings.UsesEmulator)
            EmulatorEndpoint.Map(app, services.GetRequiredService<BedrockEmulator>());
        DocsEndpoints.Map(app, services.GetRequiredService<PageAssets>(), settings.Docs);
    }

    // Whoever calls Bedrock signs for the buckets too; the emulator's caller is known to nobody else.
    private static AwsIdentity BucketIdentity(IServiceProvider provider, GatewaySettings settings) =>
        settings.Links.S3Identity ?? (settings.UsesEmulator
            ? provider.GetRequiredService<Identities>().Of(settings.Identity)
            : provider.GetRequiredService<AwsIdentity>());

    // One gateway alone finds its answers in its folder.
    private static KeptBucket? SharedAnswers(IServiceProvider provider, GatewaySettings settings) =>
        settings is { Links.S3: { } s3, Database: { IsOff: false, Postgres: not null } }
            ? new(new([s3], BucketIdentity(provider, settings), BedrockClient.CreateHandler()), s3, provider.GetRequiredService<RunningWork>(), provider.GetRequiredService<ILogger<KeptBucket>>())
            : null;

    private static S3Store Bucket(IServiceProvider provider, S3Options s3)
    {
        var settings = provider.GetRequiredService<GatewaySettings>();
        return new(s3, BucketIdentity(provider, settings), Path.Combine(settings.DataFolder, "spool"), BedrockClient.CreateHandler(), provider.GetRequiredService<TimeProvider>());
    }
}
