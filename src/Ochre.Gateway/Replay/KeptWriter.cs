using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Ochre.Gateway.Replay;

/// <summary>Writes one kept answer: a mark, its head as JSON, the body, and the SHA-256 of all before it.</summary>
internal sealed class KeptWriter : IDisposable
{
    /// <summary>Begins each file; the number is the format's.</summary>
    public static readonly byte[] Mark = "OCHRE-A1"u8.ToArray();

    private readonly IncrementalHash _sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file;
    private readonly string _path;
    private readonly Func<long, string> _done;
    private bool _finished;

    private KeptWriter(FileStream file, string path, Func<long, string> done) => (_file, _path, _done) = (file, path, done);

    /// <summary>A file for the gateway's user alone.</summary>
    public static FileStreamOptions Options
    {
        get
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous,
            };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }

    /// <param name="done">Is told the bytes of the file, once it has its name; gives the answer's place.</param>
    public static async Task<KeptWriter> BeginAsync(string path, AnswerHead head, Func<long, string> done)
    {
        var writer = new KeptWriter(new FileStream(path + ".part", Options), path, done);
        var json = JsonSerializer.SerializeToUtf8Bytes(head, ReplayJson.Default.AnswerHead);
        var start = new byte[Mark.Length + 4 + json.Length];
        Mark.CopyTo(start, 0);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(Mark.Length), json.Length);
        json.CopyTo(start, Mark.Length + 4);
        await writer.WriteAsync(start);
        return writer;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _sha.AppendData(bytes.Span);
        await _file.WriteAsync(bytes);
    }

    /// <summary>Gives the answer its name; before that nobody can read it.</summary>
    public async Task<string> FinishAsync()
    {
        await _file.WriteAsync(_sha.GetHashAndReset());
        var length = _file.Length;
        await _file.DisposeAsync();
        File.Move(_path + ".part", _path, overwrite: true);
        _finished = true;
        return _done(length);
    }

    public void Dispose()
    {
        _file.Dispose();
        _sha.Dispose();
        if (!_finished)
            File.Delete(_path + ".part");
    }
}
