using System.IO.Compression;
using System.Security.Cryptography;

namespace Ochre.Gateway.Pages;

/// <summary>One file of the web pages, in memory.</summary>
/// <param name="bytes">As it lies in the assembly.</param>
internal sealed class PageAsset(byte[] bytes, string mediaType)
{
    private readonly Lazy<byte[]> _brotli = new(() => Compress(bytes));

    public byte[] Bytes => bytes;

    public string MediaType => mediaType;

    /// <summary>The same, compressed once, when somebody first asks for it.</summary>
    public byte[] Brotli => _brotli.Value;

    /// <summary>A strong ETag, with its quotes.</summary>
    public string ETag { get; } = $"\"{Mark(bytes)}\"";

    /// <summary>A short name for exactly these bytes: 16 hexadecimal digits.</summary>
    public static string Mark(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));

    public static string MediaTypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.SmallestSize))
            brotli.Write(bytes);
        return compressed.ToArray();
    }
}
