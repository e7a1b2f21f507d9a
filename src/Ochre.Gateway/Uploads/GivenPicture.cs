namespace Ochre.Gateway.Uploads;

/// <summary>A picture as a request gives it: the file, or words that say where it is.</summary>
/// <param name="Field">As the caller spelled it: <c>image[]</c>, <c>images[0]</c>.</param>
/// <param name="Bytes">The file, or the words in UTF-8.</param>
internal sealed record GivenPicture(string Field, ReadOnlyMemory<byte> Bytes, PictureKind Kind);

internal enum PictureKind
{
    File,

    /// <summary>A data URL, base64, an address, or the id of an image that was made here.</summary>
    Reference,

    /// <summary>The id of an image that was made here.</summary>
    FileId,
}
