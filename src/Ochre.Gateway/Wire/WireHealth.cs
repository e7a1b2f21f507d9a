namespace Ochre.Gateway.Wire;

internal sealed record WireHealth(string Status);
