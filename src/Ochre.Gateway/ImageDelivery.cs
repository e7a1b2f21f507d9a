using Ochre.Gateway.Board;
using Ochre.Gateway.Mcp;
using Ochre.Gateway.Spend;
using Ochre.Gateway.Wire;
using Ochre.Pixels;
using Ochre.Tokens;

namespace Ochre.Gateway;

/// <summary>What every image route does once its request is read: refuse what cannot work, call Bedrock, hand the images over.</summary>
internal sealed class ImageDelivery(
    StoreWatch store, Sources.OwnImages own, GatewaySettings settings, Refusals refusals, Checkout checkout, TimeProvider time)
{
    /// <param name="Now">The configuration that the request began with: its stand-ins are of that one too.</param>
    /// <param name="Kind">The stem of the event names: <c>image_generation</c> or <c>image_edit</c>.</param>
    public sealed record Order(
        LiveSettings Now, ImageJob Job, ImageBody Body, IReadOnlyList<KeyValuePair<string, string>> BedrockHeaders, string Kind);

    public async Task RunAsync(HttpContext http, Order order)
    {
        var tool = ToolForm.Of(http);
        var body = tool is null ? order.Body : ToolForm.Applied(order.Body);
        order = order with { Body = body };
        var job = WithPreviews(order, order.Job);
        if (job == order.Job && body.PartialImages > 0 && tool is null)
            body = body with { Ignored = [.. body.Ignored, "partial_images"] };
        order = order with { Job = job, Body = body };
        RefuseWhatCannotWork(job, body);
        await checkout.LimitAsync(http, order);
        var wantsLinks = tool is null ? !body.Stream && (body.ResponseFormat ?? settings.ResponseFormatFor(body.Model)) is ResponseFormat.Url : ToolForm.Links(body);
        var origin = wantsLinks ? OriginOf(http.Request) : null;
        using var room = wantsLinks ? await store.ReserveAsync(job.Plan.Images, http.RequestAborted) : null;

        await using var sale = await checkout.ReserveAsync(http, order);
        await sale.WatchAsync(async () =>
        {
            await StartAsync(http, sale);
            AnswerHeaders.Set(http.Response.Headers, sale.Order.Job, sale.Order.Body.Ignored);
            sale.Delivered = tool is not null ? await ShowAsync(http, sale, tool, origin)
                : body.Stream ? await StreamAsync(http, sale)
                : origin is not null ? await LinkAsync(http, sale.Order, sale.Run, origin)
                : await CopyAsync(http, sale.Order, sale.Run);
        });
    }

    // Another model is asked while nothing was bought and nothing was said: for a stream that is until its first comment would be due.
    private async Task StartAsync(HttpContext http, Sale sale)
    {
        await sale.StartAsync();
        var patience = sale.Order.Body.Stream ? EventStream.KeepAlive : Timeout.InfiniteTimeSpan;
        while (sale.Order.Job.HasFallback && await IsTurnedAwayAsync(sale.Run, patience, http.RequestAborted)
            && sale.Order.Now.Images.Fallback(sale.Order.Job) is { } next)
        {
            // The stand-in has headers of its own: a guardrail, say.
            var order = sale.Order;
            order = order with { Job = WithPreviews(order, next), BedrockHeaders = order.Now.Headers(http, order.Body, next.Headers) };
            RefuseWhatCannotWork(order.Job, order.Body);
            await sale.ChangeAsync(order);
            await sale.StartAsync();
        }
    }

    // A preview is looked at for a second: jpeg, unless the caller wants a format.
    private static ImageJob WithPreviews(Order order, ImageJob job) =>
        order.Now.Images.WithPreviews(job, order.Body.PartialImages, order.Body.Request.Format ?? ImageFormat.Jpeg);

    private async Task<bool> IsTurnedAwayAsync(ImageRun run, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await run.IsTurnedAwayAsync().WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // Links begin with it, so it has to be an address before anything is bought.
    private Uri OriginOf(HttpRequest request) => settings.Links.PublicUrl
        ?? (request is { Host.HasValue: true, Scheme: "http" or "https" }
            && Uri.TryCreate($"{request.Scheme}://{request.Host}{request.PathBase}/", UriKind.Absolute, out var origin)
            ? origin
            : throw ImageError.Invalid("Host", "The Host header is no host name, and links begin with it; send one, or ask for \"response_format\": \"b64_json\"."));

    private void RefuseWhatCannotWork(ImageJob job, ImageBody body)
    {
        if (settings.Strict && body.Ignored.Concat(job.Plan.Notes.Ignored).FirstOrDefault() is { } ignored)
            throw ImageError.Invalid(ignored, $"'{ignored}' means nothing to '{job.Target.Model.Id}', and this gateway is strict about it.");
    }

    private async Task<int> CopyAsync(HttpContext http, Order order, ImageRun run)
    {
        var all = await run.AllAsync();
        Begin(http, order, run, all);
        try
        {
            await ImagesBody.WriteBase64Async(http.Response.BodyWriter, all, FactsOf(order, run, all.Count(image => !image.IsMask)), http.RequestAborted);
        }
        catch (ImageException fault)
        {
            BreakOff(http, run, fault, all.Count);
            return 0;
        }

        return all.Count;
    }

    // The status line may be out: a broken connection is the only honest way left to say that this is not all.
    private void BreakOff(HttpContext http, ImageRun run, ImageException fault, int broken)
    {
        run.CountBroken(broken);
        refusals.Error(http, fault);
        http.Abort();
    }

    private async Task<int> LinkAsync(HttpContext http, Order order, ImageRun run, Uri origin)
    {
        var all = await run.AllAsync();
        var id = KeepIdOf(http);
        List<(ArrivingImage Image, Uri Link)> kept = [];
        ImageException? first = null;
        foreach (var (image, link, fault) in await Task.WhenAll(all.Select(image => KeepAsync(image, id, origin, http.RequestAborted))))
        {
            if (link is not null)
                kept.Add((image, link));
            first ??= fault;
        }

        run.CountBroken(all.Count - kept.Count);

        if (kept.Count == 0)
            throw Lost(first!);
        if (first is not null)
            refusals.Error(http, first);
        List<ArrivingImage> images = [.. kept.Select(one => one.Image)];
        Begin(http, order, run, images);
        await ImagesBody.WriteLinksAsync(
            http.Response.BodyWriter, images, [.. kept.Select(one => one.Link)], FactsOf(order, run, images.Count(image => !image.IsMask)), http.RequestAborted);
        return kept.Count;
    }

    // Whose it is stands in the name of a file here, so that its id serves him in an edit and nobody else.
    private string KeepIdOf(HttpContext http) => settings.Links.S3 is null ? $"{RequestIds.Of(http)}_{own.MarkOf(http)}" : RequestIds.Of(http);

    // Nothing that asks for a retry: it would buy the images again.
    private static ImageException Lost(ImageException first) =>
        new(first.Error with { RetryAfter = null, Message = $"{first.Error.Message} The images were made and billed." }, first);

    // One image at a time: each is held whole, to be kept and looked at.
    private async Task<int> ShowAsync(HttpContext http, Sale sale, ToolForm form, Uri? origin)
    {
        var (order, run) = (sale.Order, sale.Run);
        var all = await run.AllAsync();
        var content = new ToolContent(ToolForm.Shows(order.Body) ? form.MaxImageBytes / all.Count : 0);
        List<ArrivingImage> shown = [];
        ImageException? first = null;
        foreach (var image in all)
        {
            if (await ShowAsync(http, image, content, origin) is { } fault)
                first ??= fault;
            else
                shown.Add(image);
        }

        run.CountBroken(all.Count - shown.Count);
        if (shown.Count == 0)
            throw Lost(first!);
        if (first is not null)
            refusals.Error(http, first);
        Begin(http, order, run, shown);
        await content.WriteAsync(http.Response, time.GetUtcNow().ToUnixTimeSeconds(), http.RequestAborted);
        return shown.Count;
    }

    private async Task<ImageException?> ShowAsync(HttpContext http, ArrivingImage image, ToolContent content, Uri? origin)
    {
        try
        {
            using var file = await WholeFile.TakeAsync(image, settings.Pixels.Limits.MaxBytes, http.RequestAborted);
            var (length, shown) = (file.Length, await content.BlockOfAsync(image, file.Memory, http.RequestAborted));
            // What is kept is used up by it.
            var held = new MadeImage(image.Index, image.Seed, image.Format, image.Size ?? default, file) { IsMask = image.IsMask };
            var (_, link, fault) = origin is null ? default : await KeepAsync(held, KeepIdOf(http), origin, http.RequestAborted);
            if (fault is not null && shown is null)
                return fault;
            if (fault is not null)
                refusals.Error(http, fault);
            content.Add(image, length, shown, link);
            return null;
        }
        catch (ImageException fault)
        {
            return fault;
        }
        catch (InvalidDataException fault)
        {
            return ImageError.BadAnswer("Bedrock's answer holds an image that is too large.", fault);
        }
    }

    private async Task<(ArrivingImage Image, Uri? Link, ImageException? Fault)> KeepAsync(
        ArrivingImage image, string request, Uri origin, CancellationToken cancellationToken)
    {
        try
        {
            return (image, await store.PutAsync(request, image, origin, cancellationToken), null);
        }
        catch (ImageException fault)
        {
            return (image, null, fault);
        }
    }

    private async Task<int> StreamAsync(HttpContext http, Sale sale)
    {
        var (order, run) = (sale.Order, sale.Run);
        var stream = new EventStream(http, order.Kind, time);
        try
        {
            await stream.WriteAsync(
                run.AsReadyAsync(http.RequestAborted), count => FactsOf(order, run, sale.Delivered = count),
                () => BeginStream(http, order, run), http.RequestAborted);
            if (run.Filtered + run.Failed > 0)
                await stream.WriteMissingAsync(run.Filtered, run.Failed, http.RequestAborted);
        }
        catch (ImageException fault) when (stream.IsInEvent)
        {
            BreakOff(http, run, fault, 1);
        }
        catch (ImageException fault) when (http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            await stream.WriteErrorAsync(refusals.Error(http, fault), http.RequestAborted);
        }

        return sale.Delivered;
    }

    private static void BeginStream(HttpContext http, Order order, ImageRun run)
    {
        BoardEntry.Of(http)?.To(Stage.Delivering);
        AnswerHeaders.SetPlace(http.Response.Headers, order.Job, run);
        AnswerHeaders.SetCost(http.Response.Headers, order.Job.Plan.PricePerImage * order.Job.Plan.Images);
    }

    private static void Begin(HttpContext http, Order order, ImageRun run, IReadOnlyList<ArrivingImage> all)
    {
        BoardEntry.Of(http)?.To(Stage.Delivering);
        AnswerHeaders.Set(http.Response.Headers, order.Job, run, all, order.Body.Request.Size);
        http.Response.ContentType = "application/json";
    }

    private ImagesBody.Facts FactsOf(Order order, ImageRun run, int delivered) => new(
        time.GetUtcNow().ToUnixTimeSeconds(), order.Job.Plan.Background, order.Job.Plan.Quality,
        new(run.InputTokens ?? PromptTokens.Count(order.Body.Request.Prompt), order.Job.Plan.InputImages, delivered));
}
