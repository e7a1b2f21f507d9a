namespace Ochre.Bedrock;

/// <summary>Where and as whom a model is called.</summary>
/// <param name="CallId">What goes in the URL: model id, inference profile id or ARN.</param>
/// <param name="Identity">Null for the client's own.</param>
/// <param name="Endpoint">In AWS's place; null for the client's own.</param>
internal sealed record BedrockPlace(string CallId, string Region, AwsIdentity? Identity = null, Uri? Endpoint = null);
