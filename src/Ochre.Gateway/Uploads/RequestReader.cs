using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Ochre.Gateway.Uploads;

/// <summary>
/// Takes a request with pictures as it comes, multipart, urlencoded or JSON: counted, within a deadline, and into memory only when it is
/// complete.
/// </summary>
internal sealed class RequestReader(UploadLimits limits, MemoryBudget budget, TimeProvider time)
{
    // Boundaries and headers of a form, beside what it holds.
    private const int Framing = 1_000_000;

    /// <exception cref="ImageException">400, 408, 413, 415 or 429; says what would be right.</exception>
    public async Task<RequestInput> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        if (request.ContentLength > limits.MaxBodyBytes + Framing)
            throw TooLarge();
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
            server.MaxRequestBodySize = limits.MaxBodyBytes + Framing;
        using var late = new CancellationTokenSource(limits.Deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, http.RequestAborted);
        var memory = new HeldMemory(budget);
        try
        {
            using var spool = new Spool(limits.Folder, budget);
            return await ReadAsync(request.Body, request.ContentType ?? "", spool, memory, stop.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            memory.Dispose();
            throw new ImageException(new(408, "invalid_request_error", "request_timeout", $"The body did not arrive within {limits.Deadline.TotalSeconds:N0} seconds."));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>The same without a server: for tests that read 200,000 of them.</summary>
    internal async Task<RequestInput> ReadAsync(Stream body, string contentType, Spool spool, HeldMemory memory, CancellationToken cancellationToken)
    {
        var counted = new CountedStream(body, limits.MaxBodyBytes + Framing, TooLarge);
        var type = contentType.Split(';')[0].Trim();
        if (type.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await MultipartAsync(counted, contentType, spool, memory, cancellationToken);
        var isForm = type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);
        if (!isForm && !IsJson(type))
            throw new ImageException(new(415, "invalid_request_error", "unsupported_media_type",
                $"{(type.Length == 0 ? "The Content-Type header is missing; send" : "The body must be a form or JSON; send")} multipart/form-data with the picture as a file, or application/json."));

        var all = await spool.TakeAsync(counted, limits.MaxBodyBytes, TooLarge, cancellationToken);
        var bytes = memory.Rent(all.Length);
        await spool.CopyAsync(all, bytes, cancellationToken);
        return isForm ? Form(UrlEncodedForm.Read(bytes).Select(field => (field.Name, field.Value, false)), memory) : new(memory, JsonWords.Parse(bytes), bytes);
    }

    private async Task<RequestInput> MultipartAsync(
        Stream body, string contentType, Spool spool, HeldMemory memory, CancellationToken cancellationToken)
    {
        List<(FormName, ReadOnlyMemory<byte>, bool)> fields = [];
        foreach (var part in await MultipartForm.ReadAsync(body, contentType, spool, limits, cancellationToken))
        {
            var bytes = memory.Rent(part.Bytes.Length);
            await spool.CopyAsync(part.Bytes, bytes, cancellationToken);
            fields.Add((part.Name, part.Charset is null ? bytes : Transcoded(part, bytes), part.IsFile));
        }

        return Form(fields, memory);
    }

    private static RequestInput Form(IEnumerable<(FormName Name, ReadOnlyMemory<byte> Value, bool IsFile)> fields, HeldMemory memory)
    {
        var tree = new FormTree();
        long length = 0;
        List<(FormName, GivenPicture)> pictures = [];
        foreach (var (name, value, isFile) in fields)
        {
            if (isFile)
                pictures.Add((name, File(name, value)));
            else if (!GivenPictures.IsPictureName(name))
                length += Add(tree, name, value);
            else if (!value.IsEmpty)
                pictures.Add((name, new(name.Text, value, GivenPictures.KindOf(name))));
        }

        // Quotes, names and escapes at most; usually far less.
        memory.Charge(2 * length);
        var json = new ArrayBufferWriter<byte>();
        tree.WriteTo(json);
        return new(memory, JsonWords.Parse(json.WrittenMemory), json.WrittenMemory) { Pictures = pictures };
    }

    private static int Add(FormTree tree, FormName name, ReadOnlyMemory<byte> value)
    {
        if (value.Length > UploadLimits.MaxText)
            throw new ImageException(new(413, "invalid_request_error", "request_too_large", $"'{Echo.Of(name.Text)}' is longer than {UploadLimits.MaxText:N0} bytes.", Echo.Of(name.Text)));
        // Part of a browser's form, not of the request.
        if (name.Root != "_charset_" && FormValue.Of(name, value) is { } meant)
            tree.Add(name, meant);
        return value.Length;
    }

    private static GivenPicture File(FormName name, ReadOnlyMemory<byte> bytes) => FormValue.IsDeclared(name.Root)
        ? throw ImageError.WrongType(Echo.Of(name.Text), $"'{Echo.Of(name.Text)}' must be text, not a file.")
        : new(name.Text, bytes, PictureKind.File);

    private static byte[] Transcoded(FormPart part, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return Encoding.Convert(Encoding.GetEncoding(part.Charset!), Encoding.UTF8, bytes.ToArray());
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw ImageError.Invalid(Echo.Of(part.Name.Text), $"The charset of '{Echo.Of(part.Name.Text)}' is not known here; send UTF-8.");
        }
    }

    private static bool IsJson(string type) => type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || (type.StartsWith("application/", StringComparison.OrdinalIgnoreCase) && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private ImageException TooLarge() =>
        new(new(413, "invalid_request_error", "request_too_large", $"The body is larger than {limits.MaxBodyBytes:N0} bytes."));
}
