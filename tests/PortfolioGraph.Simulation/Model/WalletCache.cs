using System.Runtime.InteropServices;

namespace PortfolioGraph.Simulation.Model;

/// <summary>The least-recently-used cache of one replica: when each wallet was loaded. As the server's cache, it evicts beyond a number of bytes.</summary>
/// <param name="capacity">The greatest number of wallets.</param>
internal sealed class WalletCache(int capacity)
{
    private readonly Dictionary<int, int> _slots = [];
    private readonly List<Slot> _list = [new Slot { Previous = 0, Next = 0 }];

    /// <summary>The number of wallets.</summary>
    public int Count => _slots.Count;

    /// <summary>Returns when a wallet was loaded, and marks it as used. Negative infinity if it is not cached.</summary>
    public double Find(int wallet)
    {
        if (!_slots.TryGetValue(wallet, out var slot))
            return double.NegativeInfinity;
        MoveToFront(slot);
        return _list[slot].LoadedAt;
    }

    /// <summary>Stores a wallet.</summary>
    public void Set(int wallet, double loadedAt)
    {
        if (!_slots.TryGetValue(wallet, out var slot))
        {
            slot = _slots.Count < capacity ? _list.Count : _list[0].Previous;
            if (slot == _list.Count)
            {
                _list.Add(new Slot { Previous = slot, Next = slot });
            }
            else
            {
                _slots.Remove(_list[slot].Wallet);
            }

            _slots.Add(wallet, slot);
        }

        ref var entry = ref CollectionsMarshal.AsSpan(_list)[slot];
        (entry.Wallet, entry.LoadedAt) = (wallet, loadedAt);
        MoveToFront(slot);
    }

    private void MoveToFront(int slot)
    {
        var list = CollectionsMarshal.AsSpan(_list);
        list[list[slot].Previous].Next = list[slot].Next;
        list[list[slot].Next].Previous = list[slot].Previous;
        (list[slot].Previous, list[slot].Next) = (0, list[0].Next);
        list[list[0].Next].Previous = slot;
        list[0].Next = slot;
    }

    // The first slot is the end of the order of use: its next was used last, its previous is evicted first.
    private struct Slot
    {
        public int Wallet;
        public double LoadedAt;
        public int Previous;
        public int Next;
    }
}
