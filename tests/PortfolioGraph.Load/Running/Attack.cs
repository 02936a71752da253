namespace PortfolioGraph.Load.Running;

/// <summary>A request that the server must reject.</summary>
/// <param name="Name">The defect of the request, as a noun phrase.</param>
/// <param name="Statuses">The allowed statuses of the response. 0 means that the connection may be closed without a response.</param>
/// <param name="Send">Sends the request over its own connection, until the server closes it.</param>
internal sealed record Attack(string Name, IReadOnlyList<int> Statuses, Func<RawConnection, CancellationToken, Task> Send)
{
    /// <summary>Creates an attack that sends bytes without pauses.</summary>
    public static Attack FromBytes(string name, int status, byte[] bytes) => new(name, [status], (connection, ct) => connection.SendAsync(bytes, ct));

    /// <summary>Sends the request and reads the response.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="number">The number of the client.</param>
    /// <param name="ct">Cancels the run.</param>
    /// <returns>The status, or 0 if the connection was closed without a response.</returns>
    public async Task<int> RunAsync(Uri server, int number, CancellationToken ct)
    {
        using var connection = await RawConnection.OpenAsync(server, number, ct);
        // Sending and receiving run concurrently, because the server may reject the request before it is fully sent.
        var sending = Send(connection, ct);
        var response = await connection.ReceiveAsync(ct);
        connection.Dispose();
        await sending;
        return response.Status ?? 0;
    }
}
