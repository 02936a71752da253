using System.Collections.Concurrent;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>The reservations of the application, by their tokens.</summary>
internal sealed class Reservations(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Reservation> _byToken = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>How many there are, connected ones included.</summary>
    public int Count => _count;

    /// <summary>A new reservation; null where there are as many as there may be.</summary>
    public Reservation? Add(GraphQLEventStreamOptions options)
    {
        if (Interlocked.Increment(ref _count) > options.MaxReservations)
        {
            Interlocked.Decrement(ref _count);
            return null;
        }
        var reservation = new Reservation(options, time);
        _byToken[reservation.Token] = reservation;
        _ = RemoveWhenEndedAsync(reservation);
        return reservation;
    }

    /// <summary>The reservation of a token; null where there is none, or it has ended.</summary>
    public Reservation? Find(string token) => _byToken.GetValueOrDefault(token);

    private async Task RemoveWhenEndedAsync(Reservation reservation)
    {
        await reservation.Completion;
        _byToken.TryRemove(reservation.Token, out _);
        Interlocked.Decrement(ref _count);
        await reservation.Operations.CancelAllAsync();
        reservation.Dispose();
    }
}
