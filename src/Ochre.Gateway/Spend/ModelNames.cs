namespace Ochre.Gateway.Spend;

/// <summary>The name under which a budget or a limit knows a model: as many spellings as there are of it, it is one.</summary>
internal static class ModelNames
{
    /// <param name="asked">As the client wrote it, or the operator; null or "" for the default model.</param>
    /// <returns>An alias as it stands, an ARN as it was written, and of everything else the id alone: without <c>bedrock/</c>, a region, a profile's prefix.</returns>
    public static string Of(string? asked, ModelCatalog catalog)
    {
        var name = string.IsNullOrEmpty(asked) ? catalog.DefaultModel : asked;
        if (catalog.HasAlias(name))
            return name;
        var parsed = ModelName.Parse(name);
        return parsed.Called ?? parsed.Id.ToString();
    }
}
