namespace Ochre.Bedrock;

/// <summary>What one call costs, as far as anybody here can know. Written by the call's own task, read when it is over.</summary>
/// <param name="images">How many it asks for.</param>
internal sealed class CallBill(int images)
{
    private volatile int _made;
    private volatile int _unknown;

    /// <summary>Images that Bedrock gave.</summary>
    public int Made => _made;

    /// <summary>Images that it may have made: their answer was lost, or was not what was promised.</summary>
    public int Unknown => _unknown;

    /// <summary>From here on Bedrock may work for it.</summary>
    public void Sent() => _unknown = images;

    /// <summary>Bedrock has said that it made nothing, or has never had it.</summary>
    public void Refused() => _unknown = 0;

    /// <param name="isWhole">Its answer was read to its end, or says why there are no more.</param>
    public void Gave(int made, bool isWhole) => (_made, _unknown) = (made, isWhole ? 0 : Math.Max(0, images - made));
}

/// <summary>A call's name, its bill, and whether somebody still waits for it.</summary>
/// <param name="InvocationId">Sent as <c>amz-sdk-invocation-id</c>, the same for every try, as AWS's SDKs do; null sends none.</param>
/// <param name="Left">Whoever wanted the images has left: what is not sent yet is not sent any more.</param>
internal sealed record CallTicket(string? InvocationId, CallBill Bill, CancellationToken Left);
