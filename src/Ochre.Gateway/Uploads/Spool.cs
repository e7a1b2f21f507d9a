using System.Buffers;

namespace Ochre.Gateway.Uploads;

/// <summary>
/// Where a body waits until it is complete: the first 256 KiB in memory, everything in a file when there is more. So a slow sender holds
/// no more memory than that, however much he sends.
/// </summary>
internal sealed class Spool(string folder, MemoryBudget budget) : IDisposable
{
    private const int Buffer = 256 * 1024;
    private byte[]? _buffer;
    private int _held;
    private Microsoft.Win32.SafeHandles.SafeFileHandle? _file;
    private long _written;

    /// <summary>A stretch of what was spooled.</summary>
    internal readonly record struct Slice(long Start, int Length);

    /// <summary>Takes a stream to its end.</summary>
    /// <param name="tooLong">The refusal when it has more than <paramref name="max"/> bytes.</param>
    public async Task<Slice> TakeAsync(Stream from, int max, Func<ImageException> tooLong, CancellationToken cancellationToken)
    {
        Begin();
        var start = _written + _held;
        var length = 0;
        while (true)
        {
            if (_held == Buffer)
                await FlushAsync(cancellationToken);
            var read = await from.ReadAsync(_buffer.AsMemory(_held), cancellationToken);
            if (read == 0)
                return new(start, length);
            if (read > max - length)
                throw tooLong();
            length += read;
            _held += read;
        }
    }

    /// <summary>Gives back what was spooled.</summary>
    public async ValueTask CopyAsync(Slice slice, Memory<byte> to, CancellationToken cancellationToken)
    {
        if (slice.Length == 0)
            return;
        if (_file is null)
        {
            _buffer.AsSpan((int)slice.Start, slice.Length).CopyTo(to.Span);
            return;
        }

        await FlushAsync(cancellationToken);
        try
        {
            for (var done = 0; done < slice.Length;)
            {
                var read = await RandomAccess.ReadAsync(_file, to[done..slice.Length], slice.Start + done, cancellationToken);
                done += read > 0 ? read : throw new EndOfStreamException("the file is shorter than it was written");
            }
        }
        catch (IOException fault)
        {
            throw Unusable(fault);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        if (_buffer is null)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        budget.Give(Buffer);
    }

    private void Begin()
    {
        if (_buffer is not null)
            return;
        budget.Take(Buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(Buffer);
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_held == 0)
            return;
        try
        {
            _file ??= Open();
            await RandomAccess.WriteAsync(_file, _buffer.AsMemory(0, _held), _written, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable(fault);
        }

        _written += _held;
        _held = 0;
    }

    private Microsoft.Win32.SafeHandles.SafeFileHandle Open()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"ochre-upload-{Guid.NewGuid():N}");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        // Where a file can lose its name while it is open it loses it now: not even a crash leaves it behind.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    private ImageException Unusable(Exception fault) => new(
        new(503, "service_unavailable_error", "upload_unavailable", "Pictures cannot be taken on this server now; send this one again later.")
        {
            RetryAfter = 30,
            OperatorHint = $"The folder '{folder}', where uploads wait, cannot be used: {fault.Message}",
        },
        fault);
}
