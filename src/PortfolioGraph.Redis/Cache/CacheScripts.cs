namespace PortfolioGraph.Redis;

/// <summary>
/// The scripts of the shared cache. An entry starts with 27 characters: when it was loaded and its age then, 13 digits of milliseconds each, and whether the upstream's cache was
/// bypassed. The value follows. A flight is the name of the replica that loads the key, the number of the flight in that replica, and <c>i</c> if a client waits for it or else <c>b</c>,
/// separated by colons. An entry from the future was written before the clock was set back, for example by a fail-over. It does not count, because its age is unknown.
/// </summary>
internal static class CacheScripts
{
    // How far an entry may be in the future: the time is read from Redis once a second.
    private const string Future = "1000";

    /// <summary>
    /// Looks up a key and the keys that cover it, and begins the flight. KEYS are pairs of flight and entry, the key's own first. ARGV: replica, lifetime of a flight, time to live, greatest
    /// age or -1, the time of the invalidation or -1, the time of the known entry or -1, the flight to begin. Returns the flight's state (0 none needed, 1 own, 2 another's), the
    /// position of the pair whose entry is returned or 0, the entry, and the position of the pair whose flight is another's.
    /// </summary>
    public const string Open = $$"""
        local replica, lease, ttl, max, after, known = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local newest, position = known, 0
        for i = 2, #KEYS, 2 do
          local head = redis.call('GETRANGE', KEYS[i], 0, 26)
          if #head == 27 then
            local at, age = tonumber(string.sub(head, 1, 13)), tonumber(string.sub(head, 14, 26))
            -- Older than any entry.
            if at > now + {{Future}} then
              at = -2
            end
            if now - at < ttl and (max < 0 or now - at + age <= max) and (after < 0 or (at > after and string.sub(head, 27) == '1')) then
              return {0, i / 2, redis.call('GET', KEYS[i]), 1}
            end
            if at > newest then
              newest, position = at, i / 2
            end
          end
        end
        local state, held = 1, 1
        for i = 1, #KEYS, 2 do
          local holder = redis.call('GET', KEYS[i])
          if holder and string.sub(holder, 1, #replica) ~= replica and (string.sub(holder, -1) == 'i' or string.sub(ARGV[7], -1) == 'b') then
            state, held = 2, (i + 1) / 2
            break
          end
        end
        if state == 1 then
          redis.call('SET', KEYS[1], ARGV[7], 'PX', lease)
        end
        return {state, position, position > 0 and redis.call('GET', KEYS[position * 2]) or '', held}
        """;

    /// <summary>
    /// Stores an entry unless a later one is there, or one that bypassed the upstream's cache within the time that a call may take. Ends the flights of this replica for the key, and publishes
    /// a message. KEYS: entry, its two flights. ARGV: entry, lifetime, replica, channel, the message if the entry was stored, the message if not, that time.
    /// </summary>
    public const string Store = $$"""
        local head, message = redis.call('GETRANGE', KEYS[1], 0, 26), ARGV[6]
        local known, loaded = tonumber(string.sub(head, 1, 13)) or -1, tonumber(string.sub(ARGV[1], 1, 13))
        if known > redis.call('TIME')[1] * 1000 + 999 + {{Future}} then
          known = -1
        end
        local outdated = string.sub(head, 27) == '1' and string.sub(ARGV[1], 27, 27) ~= '1' and loaded - known < tonumber(ARGV[7])
        if loaded >= known and not outdated then
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          message = ARGV[5]
        end
        for i = 2, 3 do
          if string.sub(redis.call('GET', KEYS[i]) or '', 1, #ARGV[3]) == ARGV[3] then
            redis.call('DEL', KEYS[i])
          end
        end
        redis.call('PUBLISH', ARGV[4], message)
        return 1
        """;

    /// <summary>Ends a flight, unless another one has taken its place, and publishes a message. KEYS: flight. ARGV: the flight, channel, message.</summary>
    public const string End = """
        if redis.call('GET', KEYS[1]) == ARGV[1] then
          redis.call('DEL', KEYS[1])
          redis.call('PUBLISH', ARGV[2], ARGV[3])
        end
        return 1
        """;

    /// <summary>Renews flights of this replica. KEYS: flights. ARGV: replica, lifetime.</summary>
    public const string Renew = """
        for i = 1, #KEYS do
          if string.sub(redis.call('GET', KEYS[i]) or '', 1, #ARGV[1]) == ARGV[1] then
            redis.call('PEXPIRE', KEYS[i], ARGV[2])
          end
        end
        return 1
        """;
}
