using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Ochre.Gateway.Replay;

/// <summary>Reads what <see cref="KeptWriter"/> wrote, and believes it only when its hash is right.</summary>
internal static class KeptReader
{
    private const int Block = 65536;

    /// <summary>Null: it is no kept answer, or not whole.</summary>
    public static KeptAnswer? Open(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var end = RandomAccess.GetLength(file) - SHA256.HashSizeInBytes;
        var start = new byte[KeptWriter.Mark.Length + 4];
        if (end < start.Length || !IsWhole(file, end) || RandomAccess.Read(file, start, 0) != start.Length || !start.AsSpan().StartsWith(KeptWriter.Mark))
            return null;
        var json = new byte[BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(KeptWriter.Mark.Length))];
        RandomAccess.Read(file, json, start.Length);
        var body = start.Length + json.Length;
        var head = JsonSerializer.Deserialize(json, ReplayJson.Default.AnswerHead)!;
        return new(head, end - body, (to, cancellationToken) => CopyAsync(path, body, end - body, to, cancellationToken));
    }

    private static bool IsWhole(SafeFileHandle file, long end)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[Block];
        for (long at = 0; at < end;)
        {
            var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(Block, end - at)), at);
            if (read == 0)
                return false;
            sha.AppendData(block.AsSpan(0, read));
            at += read;
        }

        var written = new byte[SHA256.HashSizeInBytes];
        return RandomAccess.Read(file, written, end) == written.Length && CryptographicOperations.FixedTimeEquals(written, sha.GetHashAndReset());
    }

    private static async Task CopyAsync(string path, long at, long length, PipeWriter to, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, options: FileOptions.Asynchronous | FileOptions.SequentialScan);
        while (length > 0)
        {
            var read = await RandomAccess.ReadAsync(file, to.GetMemory(Block)[..(int)Math.Min(Block, length)], at, cancellationToken);
            if (read == 0)
                throw new EndOfStreamException("the kept answer became shorter");
            to.Advance(read);
            (at, length) = (at + read, length - read);
            ReplaySender.ThrowIfLeft(await to.FlushAsync(cancellationToken));
        }
    }
}
