using System.Diagnostics;
using System.Globalization;
using System.Text;
using PortfolioGraph.Redis;
using PortfolioGraph.Testing;
using StackExchange.Redis;

namespace PortfolioGraph.Simulation.Measuring;

/// <summary>What one redis-server on loopback of this machine does with the scripts of the shared cache.</summary>
/// <param name="LookupsPerSecond">Lookups of keys that are not cached, which begin flights.</param>
/// <param name="StoresPerSecond">Stores of entries, with one message to one subscriber each.</param>
/// <param name="RoundTrip">The median round trip of a lookup when nothing else runs.</param>
/// <param name="BytesPerEntry">The memory of an entry with a value and a key of the given length.</param>
internal sealed record RedisRate(double LookupsPerSecond, double StoresPerSecond, TimeSpan RoundTrip, double BytesPerEntry)
{
    private const int InFlight = 256;
    private const int Entries = 20_000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Measures for about five seconds.</summary>
    /// <param name="valueLength">The bytes of an entry's value.</param>
    /// <returns>Null if redis-server is not installed.</returns>
    public static async Task<RedisRate?> MeasureAsync(int valueLength)
    {
        if (RedisProcess.Program is null)
            return null;

        await using var process = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(process.Configuration + ",allowAdmin=true");
        var database = connection.GetDatabase();
        await connection.GetSubscriber().SubscribeAsync(RedisChannel.Literal("stored"), static (_, _) => { });
        var entry = (RedisValue)Encoding.ASCII.GetBytes($"{DateTimeOffset.UnixEpoch.AddYears(55).ToUnixTimeMilliseconds():D13}{0:D13}0-".PadRight(valueLength, 'x'));

        var before = await ReadMemoryAsync(connection);
        await Task.WhenAll(Enumerable.Range(0, Entries).Select(number => Store(database, number, entry)));
        var bytes = (await ReadMemoryAsync(connection) - before) / (double)Entries;
        var stores = await CountAsync(number => Store(database, number % Entries, entry));

        var trips = new List<TimeSpan>();
        for (var i = 0; i < 501; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await Lookup(database, -i);
            trips.Add(Stopwatch.GetElapsedTime(started));
        }

        var lookups = await CountAsync(number => Lookup(database, number));
        return new RedisRate(lookups, stores, trips.Order().ElementAt(trips.Count / 2), bytes);
    }

    private static Task Lookup(IDatabase database, int number) => database.ScriptEvaluateAsync(
        CacheScripts.Open, [Flight(number), Entry(number), Flight(number + 1_000_000_000), Entry(number + 1_000_000_000)], ["0123456789abcdef", 4_000, 60_000, -1, -1, -1]);

    private static Task Store(IDatabase database, int number, RedisValue entry) => database.ScriptEvaluateAsync(
        CacheScripts.Store, [Entry(number), Flight(number), Flight(number) + ":bypass"], [entry, 960_000, "0123456789abcdef", "stored", new string('m', 150)]);

    private static string Entry(int number) => string.Create(CultureInfo.InvariantCulture, $"{{portfoliograph}}:cache:0123456789abcdef:value:{number:x32}");

    private static string Flight(int number) => string.Create(CultureInfo.InvariantCulture, $"{{portfoliograph}}:flight:0123456789abcdef:value:{number:x32}");

    private static async Task<double> CountAsync(Func<int, Task> run)
    {
        var (count, started) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(started) < Duration)
                await run(Interlocked.Increment(ref count));
        }));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<long> ReadMemoryAsync(IConnectionMultiplexer connection)
    {
        var info = await connection.GetServer(connection.GetEndPoints()[0]).InfoAsync("memory");
        return long.Parse(info.SelectMany(static group => group).First(static pair => pair.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }
}
