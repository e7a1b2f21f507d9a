namespace Ochre.Gateway;

/// <summary>
/// A web server without ASP.NET Core's own configuration: no <c>appsettings.json</c> of whatever folder it was started in, which would be watched with
/// all folders below it, and no <c>ASPNETCORE_</c> variables.
/// </summary>
internal static class BareHost
{
    public static WebApplicationBuilder Create()
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        return builder;
    }
}
