namespace Ochre.Gateway.Spend.Shared;

/// <summary>
/// What the shared database has set aside for this gateway of one budget, in <see cref="Money"/>'s units: this gateway may spend it alone. Never more
/// than the database has of it. Used under the lock of <see cref="Budgets"/>.
/// </summary>
internal sealed class Lease(Contact contact)
{
    /// <summary>Given, and not yet turned into charges there.</summary>
    public long Amount { get; set; }

    /// <summary>Settled here, and not passed on yet.</summary>
    public long Pending { get; set; }

    /// <summary>The window that the database was last seen to have; 0 for none.</summary>
    public long Known { get; set; }

    /// <summary>What was spent and leased by all when it was last looked at.</summary>
    public long Used { get; set; }

    /// <summary>When it was last looked at: a timestamp of the clock, from before the question was sent.</summary>
    public long Looked { get; set; }

    /// <summary>Whether somebody has taken of it since it was last asked.</summary>
    public bool IsUsed { get; set; }

    /// <summary>What may be taken without asking: nothing, once the database has not been reached for too long.</summary>
    public long Room(long reserved) => contact.IsFresh ? Unused(reserved) : 0;

    public long Unused(long reserved) => Math.Max(0, Amount - Pending - reserved);

    /// <summary>Another window has begun; what is left of this one's lease is void there too.</summary>
    public void Reset() => (Amount, Pending, Used) = (0, 0, 0);
}

/// <summary>When the shared database was last reached. A gateway that has lost it stops using its leases: others may have counted them as lost.</summary>
internal sealed class Contact(TimeProvider time)
{
    /// <summary>By this gateway's own clock that nobody sets.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(30);

    private long _last = time.GetTimestamp();

    public bool IsFresh => time.GetElapsedTime(Volatile.Read(ref _last)) < Life;

    public void Made() => Volatile.Write(ref _last, time.GetTimestamp());
}
