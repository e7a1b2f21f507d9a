namespace Ochre.Succession;

/// <summary>The models that answer for others, by the id Bedrock knows them by.</summary>
internal static class Living
{
    public const string Core = "stability.stable-image-core-v1:1";
    public const string Ultra = "stability.stable-image-ultra-v1:1";

    /// <summary>SD3.5: the only one that starts from a picture as a whole.</summary>
    public const string Editor = "stability.sd3-5-large-v1:0";
    public const string Inpaint = "stability.stable-image-inpaint-v1:0";
    public const string Outpaint = "stability.stable-outpaint-v1:0";
    public const string Erase = "stability.stable-image-erase-object-v1:0";
    public const string SearchAndReplace = "stability.stable-image-search-replace-v1:0";
    public const string RemoveBackground = "stability.stable-image-remove-background-v1:0";
    public const string ControlStructure = "stability.stable-image-control-structure-v1:0";
    public const string StyleGuide = "stability.stable-image-style-guide-v1:0";
}
