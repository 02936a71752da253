namespace PortfolioGraph.Load.Running;

/// <summary>A request that must be refused.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Statuses">The statuses that it may be refused with; 0 among them: closed without an answer.</param>
/// <param name="Send">Sends it, as far as the server lets it, over a connection of its own.</param>
internal sealed record Attack(string Name, IReadOnlyList<int> Statuses, Func<RawConnection, CancellationToken, Task> Send)
{
    /// <summary>One that is sent at once.</summary>
    public static Attack FromBytes(string name, int status, byte[] bytes) => new(name, [status], (connection, ct) => connection.SendAsync(bytes, ct));

    /// <summary>Sends it and reads what comes.</summary>
    /// <param name="server">The server.</param>
    /// <param name="number">Which client.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The status; 0 where the connection was closed without an answer.</returns>
    public async Task<int> RunAsync(Uri server, int number, CancellationToken ct)
    {
        using var connection = await RawConnection.OpenAsync(server, number, ct);
        // Apart: a server may refuse before it has read everything, and the rest is never sent.
        var sending = Send(connection, ct);
        var response = await connection.ReceiveAsync(ct);
        connection.Dispose();
        await sending;
        return response.Status ?? 0;
    }
}
