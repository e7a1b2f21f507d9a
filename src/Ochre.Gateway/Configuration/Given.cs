namespace Ochre.Gateway.Configuration;

/// <summary>A value that an operator wrote, and where: <c>config.yaml:7</c>, or a variable's name.</summary>
internal sealed record Given(string Value, string Place)
{
    // It may be a secret.
    public override string ToString() => Place;
}
