namespace Ochre.Gateway.Uploads;

/// <summary>One field of a form, as it waits in the spool.</summary>
/// <param name="IsFile">It came with a file's name; the name itself is nobody's business.</param>
/// <param name="Charset">Of a text, where it is not UTF-8; null where it is.</param>
internal readonly record struct FormPart(FormName Name, Spool.Slice Bytes, bool IsFile, string? Charset);
