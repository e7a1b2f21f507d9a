namespace Ochre.Gateway.Spend;

/// <summary>The money that one request has set aside. Given back where nothing settles it.</summary>
internal sealed class Reservation(Ledger ledger, Purchase purchase, Hold hold) : IAsyncDisposable
{
    private int _settled;

    public Purchase Purchase { get; private set; } = purchase;

    internal Hold Hold { get; private set; } = hold;

    /// <summary>Asks another model in place of the first: before it is called.</summary>
    /// <exception cref="ImageException">A budget has no room for its price, or it has none: the first reservation stands.</exception>
    public async Task ChangeAsync(Purchase other)
    {
        await ledger.ChangeAsync(this, other);
        Purchase = other;
    }

    internal void Replace(Hold other) => Hold = other;

    /// <summary>Says what it cost. What is said later counts no more.</summary>
    public Task SettleAsync(Outcome outcome) =>
        Interlocked.Exchange(ref _settled, 1) == 0 ? ledger.SettleAsync(this, outcome) : Task.CompletedTask;

    /// <summary>What the key has spent in its window, this request included, and what it may.</summary>
    public (decimal Spent, decimal? Max) Key() => ledger.SpentBy(Hold.From[0].Scope);

    public async ValueTask DisposeAsync() => await SettleAsync(new(0, 0, 0));
}
