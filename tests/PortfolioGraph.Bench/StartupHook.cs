using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

// The runtime looks for this name, without a namespace, in the assembly that DOTNET_STARTUP_HOOKS names.
#pragma warning disable CA1050, IDE0130, MA0047
/// <summary>Runs in the measured .NET servers before their own code and reports how much they have allocated. It changes nothing else.</summary>
internal static class StartupHook
{
    /// <summary>The environment variable with the port of the reports.</summary>
    public const string PortVariable = "BENCH_ALLOCATIONS_PORT";

    /// <summary>The runtime calls this method.</summary>
    public static void Initialize()
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(PortVariable), CultureInfo.InvariantCulture, out var port))
            return;

        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        new Thread(() => Report(listener)) { IsBackground = true, Name = nameof(StartupHook) }.Start();
    }

    // Sends the allocated bytes to each connection and closes it.
    private static void Report(TcpListener listener)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        while (true)
        {
            using var connection = listener.AcceptSocket();
            BinaryPrimitives.WriteInt64LittleEndian(bytes, GC.GetTotalAllocatedBytes());
            connection.Send(bytes);
        }
    }
}
