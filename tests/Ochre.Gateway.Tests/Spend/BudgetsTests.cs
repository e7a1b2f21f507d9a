using Ochre.Gateway.Auth;
using Ochre.Gateway.Spend;

namespace Ochre.Gateway.Tests.Spend;

/// <summary>The arithmetic of budgets, without a gateway: all or none, exact, by windows.</summary>
public class BudgetsTests
{
    private readonly ManualTime _time = new();
    private readonly Budgets _budgets;

    public BudgetsTests() => _budgets = new(_time);

    [Fact]
    public void What_one_of_them_lacks_is_taken_from_none()
    {
        var (key, team) = (Scope("key:a", 1m), Scope("team:t", 0.05m));

        Assert.NotNull(Take([key, team], 0.04m).Hold);
        var refused = Take([key, team], 0.04m);

        Assert.Equal(("team:t", 0.01m, 0.04m), (refused.Shortage!.Scope.Name, Money.ToUsd(refused.Shortage.Left), Money.ToUsd(refused.Shortage.Reserved)));
        Assert.Equal(0.04m, Spent(key));
        Assert.NotNull(Take([key], 0.96m).Hold);
        Assert.NotNull(Take([key], 0.000000001m).Shortage);
    }

    [Fact]
    public void A_charge_belongs_to_the_window_it_was_reserved_in()
    {
        var scope = Scope("key:a", 0.10m, "30s");
        var old = Take([scope], 0.08m).Hold!;

        _time.Advance(TimeSpan.FromSeconds(30));
        var fresh = Take([scope], 0.10m).Hold!;
        _budgets.Settle(old, Money.ToUnits(0.08m));

        Assert.Equal(0.10m, Spent(scope));
        _budgets.Settle(fresh, Money.ToUnits(0.04m));
        Assert.Equal((0.04m, 0.12m), (Spent(scope), Money.ToUsd(_budgets.SpentBy(scope)!.Value.Total)));
    }

    [Fact]
    public void Another_price_takes_the_firsts_place_in_one_step()
    {
        var scope = Scope("key:a", 0.10m);
        var held = Take([scope], 0.08m).Hold!;

        // 0.10 fits because the 0.08 go back in the same step; 0.11 does not, and the first hold stands.
        Assert.NotNull(_budgets.Take([scope], Money.ToUnits(0.11m), held).Shortage);
        Assert.Equal(0.08m, Spent(scope));
        var other = _budgets.Take([scope], Money.ToUnits(0.10m), held).Hold!;
        Assert.Equal(0.10m, Spent(scope));
        _budgets.Settle(other, 0);
        Assert.Equal(0m, Spent(scope));
    }

    [Fact]
    public void The_operator_is_warned_once_in_each_window()
    {
        var scope = new Scope("key:a", "this key", new Allowance { MaxBudget = 1m, SoftBudget = 0.08m, BudgetDuration = "24h" });
        _budgets.Add(scope.Name, new());

        Assert.Equal([0, 1, 0], Enumerable.Range(0, 3).Select(_ => Take([scope], 0.04m).Hold!.Warnings.Count));
        _time.Advance(TimeSpan.FromHours(24));
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(_ => Take([scope], 0.04m).Hold!.Warnings.Count));
    }

    [Fact]
    public async Task However_many_come_at_once_the_sum_is_never_passed_and_comes_out_exact()
    {
        var scopes = new[] { Scope("key:a", 7.77m), Scope("team:t", 5.55m), Scope("global", 100m) };
        var granted = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 2_000; i++)
            {
                if (Take(scopes, 0.01m).Hold is not { } hold)
                    continue;
                var isBought = random.Next(20) == 0;
                _budgets.Settle(hold, isBought ? Money.ToUnits(0.01m) : 0);
                Interlocked.Add(ref granted, isBought ? 1 : 0);
                Assert.True(Spent(scopes[1]) <= 5.55m);
            }
        }, TestContext.Current.CancellationToken)));

        Assert.Equal(granted * 0.01m, Spent(scopes[0]));
        Assert.Equal(Spent(scopes[0]), Spent(scopes[2]));
        while (Take(scopes, 0.01m).Hold is { } hold)
            _budgets.Settle(hold, Money.ToUnits(0.01m));
        Assert.Equal(5.55m, Spent(scopes[1]));
    }

    private Scope Scope(string name, decimal max, string? duration = null)
    {
        _budgets.Add(name, new());
        return new(name, "this key", new Allowance { MaxBudget = max, BudgetDuration = duration });
    }

    private (Hold? Hold, Shortage? Shortage) Take(IReadOnlyList<Scope> scopes, decimal usd) => _budgets.Take(scopes, Money.ToUnits(usd));

    private decimal Spent(Scope scope) => Money.ToUsd(_budgets.SpentBy(scope)!.Value.Window);
}
