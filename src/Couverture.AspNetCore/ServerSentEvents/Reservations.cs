using System.Collections.Concurrent;

namespace Couverture.AspNetCore.ServerSentEvents;

/// <summary>The reservations of the application, by their tokens.</summary>
internal sealed class Reservations(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Reservation> _byToken = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The number of reservations, including connected ones.</summary>
    public int Count => _count;

    /// <summary>Adds a reservation; returns null if the maximum number is reached.</summary>
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

    /// <summary>Returns the reservation of a token; null if the token is unknown or the reservation has ended.</summary>
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
