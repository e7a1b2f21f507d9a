using System.Globalization;
using Npgsql;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Configuration;

/// <summary>A <c>postgresql://</c> URL as libpq, Prisma and LiteLLM write it, in Npgsql's words.</summary>
/// <remarks>Source: PostgreSQL's manual, "Connection URIs"; Prisma's, "PostgreSQL connector".</remarks>
/// <param name="name">Of the setting.</param>
internal sealed class PostgresUrl(string name, SettingText text, List<string> warnings)
{
    private const int DefaultPort = 5432;

    /// <summary>Null where it is wrong; the fault has been told, without the URL.</summary>
    public PostgresAddress? Read(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parts) || parts.AbsolutePath.Length < 2 || parts.AbsolutePath.IndexOf('/', 1) > 0 || parts.UserInfo.Length == 0)
        {
            text.Fault($"{name}: must be postgres://user:password@host:5432/database; special characters of the password are percent-encoded ('@' as %40, '/' as %2F, '#' as %23).");
            return null;
        }

        var user = parts.UserInfo.Split(':', 2);
        // Our own schema: whatever else lives in that database, LiteLLM's tables say, has names of its own.
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = parts.IdnHost.Trim('[', ']'),
            Port = parts.Port > 0 ? parts.Port : DefaultPort,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(parts.AbsolutePath[1..]),
            SearchPath = "ochre",
        };
        foreach (var pair in parts.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Option(connection, pair);
        if (string.IsNullOrEmpty(connection.Host))
            text.Fault($"{name}: the host is missing.");
        return new(connection.ConnectionString, $"{connection.Host}:{connection.Port}/{connection.Database}");
    }

    private void Option(NpgsqlConnectionStringBuilder connection, string pair)
    {
        var split = pair.Split('=', 2);
        var value = split.Length == 2 ? Uri.UnescapeDataString(split[1].Replace('+', ' ')) : "";
        switch (split[0])
        {
            case "sslmode":
                connection.SslMode = Tls(value);
                break;
            case "sslrootcert":
                connection.RootCertificate = value;
                break;
            case "host" when value.Length > 0:
                connection.Host = value;
                break;
            case "schema" when value.Length is > 0 and <= 63 && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'):
                connection.SearchPath = value;
                break;
            case "schema":
                text.Fault($"{name}: schema must be 1 to 63 letters, digits and '_'.");
                break;
            case "connection_limit" when int.TryParse(value, CultureInfo.InvariantCulture, out var limit) && limit is >= 2 and <= 1000:
                connection.MaxPoolSize = limit;
                break;
            case "connection_limit":
                text.Fault($"{name}: connection_limit must be a whole number from 2 to 1000.");
                break;
            case var other:
                warnings.Add($"{name}: {Echo.Of(other, 40)} is not read; it has no effect.");
                break;
        }
    }

    private SslMode Tls(string value)
    {
        switch (value)
        {
            case "disable": return SslMode.Disable;
            case "allow": return SslMode.Allow;
            case "prefer": return SslMode.Prefer;
            case "require": return SslMode.Require;
            case "verify-ca": return SslMode.VerifyCA;
            case "verify-full": return SslMode.VerifyFull;
        }

        text.Fault($"{name}: sslmode must be disable, allow, prefer, require, verify-ca or verify-full.");
        return SslMode.VerifyFull;
    }
}
