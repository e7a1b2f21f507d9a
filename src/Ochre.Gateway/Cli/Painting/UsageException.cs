namespace Ochre.Gateway.Cli.Painting;

/// <summary>The command line asks for what cannot be; its message says what would be right. Nothing has been asked of anybody.</summary>
internal sealed class UsageException(string message) : Exception(message);
