namespace Ochre.Gateway.Reports;

/// <summary>All that reports need, and their routes.</summary>
internal static class ReportServices
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddSingleton<SpendReports>();
        services.AddSingleton<ReportEndpoints>();
        services.AddHostedService<Spend.Retention>();
    }

    public static void MapReports(this IEndpointRouteBuilder routes, IServiceProvider services) => services.GetRequiredService<ReportEndpoints>().Map(routes);
}
