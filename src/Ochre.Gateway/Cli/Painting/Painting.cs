namespace Ochre.Gateway.Cli.Painting;

/// <summary>One call from its price to its files.</summary>
internal sealed class Painting(PaintVoice voice, PaintPlace place, OchreClient client, CheckedCall call, OutputFiles files)
{
    private readonly Purchase _purchase = new(client, call);
    private readonly List<(OchreImage Image, string? Path)> _files = [];

    private PaintReport Report => new(place, _purchase, _files);

    /// <returns>0.</returns>
    /// <exception cref="ImageException">Nothing came.</exception>
    /// <exception cref="IOException">An image was bought and cannot be written; says so.</exception>
    public async Task<int> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            voice.Say(place.Sentence);
            await SayPriceAsync(cancellationToken);
            await voice.WatchAsync(call.Request.Count, came => _purchase.RunAsync(async image =>
            {
                _files.Add((image, await files.SaveAsync(image)));
                came();
            }, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            voice.Complain($"Broken off: {Report.Broken()}");
            throw;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{fault.Message} {Report.Broken()}", fault);
        }

        Tell(output);
        return 0;
    }

    // A gateway has prices of its own, and tells them with its answer.
    private async Task SayPriceAsync(CancellationToken cancellationToken)
    {
        if (client.Parts.Gateway is not null)
            return;
        var service = await client.Parts.Service.KnowingAsync(call.Model, cancellationToken);
        var job = await service.PlanAsync(call.Request, service.Catalog.Find(call.Model), seed: 0, cancellationToken);
        var price = job.Plan.PricePerImage is { } usd ? $"{PaintReport.Usd(usd)} an image, {PaintReport.Usd(usd * job.Plan.Images)} together" : "of which no price is known";
        if (place.Kind == "bedrock")
            voice.Say($"{job.Target.Model.Id}: {price}.");
    }

    private void Tell(TextWriter output)
    {
        _files.Sort(static (one, other) => one.Image.Index.CompareTo(other.Image.Index));
        foreach (var (image, _) in _files)
            voice.Show(image);
        foreach (var line in Report.Lines())
            voice.Say(line);
        if (voice.IsJson)
            output.WriteLine(Report.Json());
        foreach (var path in _files.Select(file => file.Path).OfType<string>())
        {
            if (!voice.IsJson)
                output.WriteLine(path);
            if (voice.Opens && !Viewer.Open(path))
                voice.Say($"There is no viewer to open it with: {new Uri(path).AbsoluteUri}");
        }
    }
}
