namespace Ochre.Gateway.Cli.Painting;

/// <summary>One call, and what came of it so far: whoever breaks it off can be told.</summary>
internal sealed class Purchase(OchreClient client, CheckedCall call)
{
    /// <summary>Images that came.</summary>
    public int Count { get; private set; }

    /// <summary>Of everything that was made, in US dollars; null where no price is known.</summary>
    public decimal? CostUsd { get; private set; }

    public int Filtered { get; private set; }

    public int Failed { get; private set; }

    /// <summary>Images were asked for: from here on there may be a bill.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Images that nothing has been heard of.</summary>
    public int Open => HasBegun ? Math.Max(call.Request.Count - Count - Filtered - Failed, 0) : 0;

    /// <param name="take">Given each image as soon as it is there.</param>
    /// <exception cref="ImageException">Nothing came.</exception>
    public Task RunAsync(Func<OchreImage, Task> take, CancellationToken cancellationToken)
    {
        HasBegun = true;
        // A gateway's stream does not tell seeds, and one image has nothing to come before.
        return client.Parts.Gateway is null && call.Request.Count > 1 ? StreamAsync(take, cancellationToken) : AllAsync(take, cancellationToken);
    }

    private async Task AllAsync(Func<OchreImage, Task> take, CancellationToken cancellationToken)
    {
        var images = await client.Parts.Calls.BuyAsync(call, isOne: false, cancellationToken);
        (Count, CostUsd, Filtered, Failed) = (images.Count, images.CostUsd, images.Filtered, images.Failed);
        foreach (var image in images)
            await take(image);
    }

    private async Task StreamAsync(Func<OchreImage, Task> take, CancellationToken cancellationToken)
    {
        var stream = new StreamedImages((self, reader) => client.Parts.Calls.ReadAsync(self, call, cancellationToken, reader));
        try
        {
            await foreach (var image in stream)
            {
                Count++;
                await take(image);
            }
        }
        finally
        {
            (CostUsd, Filtered, Failed) = (stream.CostUsd, stream.Filtered, stream.Failed);
        }
    }
}
