namespace Ochre.Bedrock;

/// <summary>What is remembered of profiles, each for a while and only so many: the one that was longest not asked for goes first. Not for several threads.</summary>
/// <param name="max">How many.</param>
internal sealed class ProfileMemory<T>(int max, TimeProvider time) where T : class
{
    private readonly Dictionary<ProfileKey, LinkedListNode<Kept>> _byKey = [];
    private readonly LinkedList<Kept> _order = [];

    public int Count => _byKey.Count;

    /// <param name="fresh">False takes what has had its time too.</param>
    public T? Find(ProfileKey key, bool fresh)
    {
        if (!_byKey.TryGetValue(key, out var node) || (fresh && time.GetElapsedTime(node.Value.At) >= node.Value.Life))
            return null;
        _order.Remove(node);
        _order.AddFirst(node);
        return node.Value.What;
    }

    public void Keep(ProfileKey key, T what, TimeSpan life)
    {
        Forget(key);
        _byKey[key] = _order.AddFirst(new Kept(key, what, time.GetTimestamp(), life));
        if (_byKey.Count <= max)
            return;
        _byKey.Remove(_order.Last!.Value.Key);
        _order.RemoveLast();
    }

    public void Forget(ProfileKey key)
    {
        if (_byKey.Remove(key, out var old))
            _order.Remove(old);
    }

    private sealed record Kept(ProfileKey Key, T What, long At, TimeSpan Life);
}
