using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Spend;

/// <summary>
/// Money that a charge turned out not to have cost: most often of an answer that was lost, and which AWS's invoice does not have. A note gives it back to the
/// budgets, and never more than the charge; its id makes it count once.
/// </summary>
internal sealed class CreditNotes(IDatabase database, Ledger ledger, TimeProvider time)
{
    /// <param name="id">The note's own.</param>
    /// <param name="usd">Null: all that is left of the charge.</param>
    /// <param name="author">Who says so: a key's id.</param>
    /// <returns>The note as it stands, also where it was there before.</returns>
    /// <exception cref="ImageException">There is no such charge, it still runs, or it has not so much left; or the id is another note's.</exception>
    public async Task<CreditNote> WriteAsync(string id, string chargeId, decimal? usd, string reason, string author, CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(id, cancellationToken) is { } known)
                return Same(known, chargeId, usd);
            var charge = await ChargeAsync(chargeId, cancellationToken);
            var left = charge.Cost - charge.Credited;
            var amount = usd is { } given ? Money.ToUnits(given) : left;
            if (amount > left || amount <= 0)
                throw TooMuch(left);
            await WriteAsync(id, charge, amount, reason, author, cancellationToken);
            // Another note of this id may have come first.
            return Same(await FindAsync(id, cancellationToken) ?? throw TooMuch(0), chargeId, usd);
        }
        catch (DatabaseException fault)
        {
            throw SpendRefusals.NoDatabase(fault);
        }
    }

    private static CreditNote Same(CreditNote note, string chargeId, decimal? usd) =>
        note.ChargeId == chargeId && (usd is null || usd == note.Usd) ? note : throw Taken(note.Id);

    private async Task WriteAsync(string id, Charge charge, long amount, string reason, string author, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        List<Sql> statements =
        [
            // Whoever comes second waits here, and then finds less left.
            Sql.Of($"UPDATE charge SET credited = credited WHERE id = {charge.Id}"),
            Sql.Of(
                $"""
                INSERT INTO credit (id, charge_id, amount, reason, author, created)
                SELECT {id}, id, {amount}, {reason}, {author}, {now} FROM charge WHERE id = {charge.Id} AND cost - credited >= {amount}
                    AND NOT EXISTS (SELECT 1 FROM credit WHERE id = {id})
                RETURNING id
                """),
        ];
        // Only with the note that was just written: the charge does not know of it yet.
        foreach (var scope in charge.Scopes)
        {
            statements.Add(Sql.Of(
                $"""
                UPDATE balance SET spent = spent - CASE WHEN {charge.Began} >= began THEN {amount} ELSE 0 END, total = total - {amount}
                WHERE scope = {scope} AND {amount} = (SELECT coalesce(sum(amount), 0) FROM credit WHERE charge_id = {charge.Id})
                    - (SELECT credited FROM charge WHERE id = {charge.Id})
                """));
        }

        statements.Add(Sql.Of(
            $"UPDATE charge SET credited = (SELECT coalesce(sum(amount), 0) FROM credit WHERE charge_id = {charge.Id}) WHERE id = {charge.Id}"));
        var answers = await database.WriteAsync(statements, cancellationToken);
        if (answers[1].Count > 0)
            ledger.Budgets.Correct(charge.Scopes, charge.Began, -amount);
    }

    private async Task<CreditNote?> FindAsync(string id, CancellationToken cancellationToken) => await database.ReadAsync(Sql.Of(
        $"""
        SELECT credit.id, charge.id, credit.amount, credit.reason, charge.cost, charge.credited, charge.state
        FROM credit JOIN charge ON charge.id = credit.charge_id WHERE credit.id = {id}
        """), cancellationToken) is [var row]
        ? new(row.Text(0), row.Text(1), Money.ToUsd(row.Long(2)), row.Text(3), Money.ToUsd(row.Long(4)), Money.ToUsd(row.Long(5)), row.Text(6))
        : null;

    private async Task<Charge> ChargeAsync(string id, CancellationToken cancellationToken)
    {
        if (await database.ReadAsync(Sql.Of($"SELECT cost, credited, began, state, key_id, team_id, user_id, requested_model FROM charge WHERE id = {id}"), cancellationToken) is not [var row])
            throw ImageError.Invalid("request_id", $"There is no charge of a request '{Echo.Of(id, 60)}'; its id is the x-request-id of its answer.");
        if (row.Text(3) == ChargeState.Open)
            throw ImageError.Invalid("request_id", $"The request '{Echo.Of(id, 60)}' still runs; what it costs is known when it is done.");
        return new(id, row.Long(0), row.Long(1), row.Long(2), OpenCharges.ScopesOf(row.Text(4), row.TextOrNull(5), row.TextOrNull(6), row.Text(7)));
    }

    private static ImageException TooMuch(long left) =>
        ImageError.Invalid("amount", $"The charge has {Money.Text(Money.ToUsd(left))} USD left to credit; give an amount above 0 and not above that.");

    private static ImageException Taken(string id) =>
        ImageError.Invalid("id", $"There is a credit note '{Echo.Of(id, 60)}' already, for another charge or amount; each note has an id of its own.");

    private sealed record Charge(string Id, long Cost, long Credited, long Began, IReadOnlyList<string> Scopes);
}

/// <param name="Usd">What this note gives back.</param>
/// <param name="Cost">What the charge was.</param>
/// <param name="Credited">What all notes together have given back of it.</param>
internal sealed record CreditNote(string Id, string ChargeId, decimal Usd, string Reason, decimal Cost, decimal Credited, string State);
