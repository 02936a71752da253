namespace PortfolioGraph.Redis;

/// <summary>
/// The scripts of the call budget. Each runs atomically in Redis: it reads the state, ends what has expired, changes the state, and returns it as this replica finds it.
/// Times are microseconds of Redis' own clock, so that the clocks of the replicas do not matter.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>KEYS[1]</c>, the state: <c>tat</c> is the theoretical arrival time of GCRA. <c>quiet</c> and <c>finish</c> are the times until which an announced wait allows no
/// call and only probes. <c>probe</c> is the slot of the probe. Nothing is granted before <c>start</c>. <c>used</c> is when a replica last used the budget.</item>
/// <item><c>KEYS[2]</c>, the slots in flight, scored by the end of their lease.</item>
/// <item><c>KEYS[3]</c> and <c>KEYS[4]</c>, the replicas that wait for a turn, with interactive callers and with background callers only, scored by when they must have asked
/// again.</item>
/// <item><c>KEYS[5]</c>, the last hundred replicas that got a grant, by their last one.</item>
/// </list>
/// </remarks>
internal static class BudgetScripts
{
    /// <summary>
    /// Reads the state. Argument 7: for how long the replica has used its fallback share, 0 if it is the only replica, -1 if it has not.
    /// </summary>
    public const string Join = Prelude + """
        local fallback = tonumber(ARGV[7])
        if fallback > 0 and state.used < now - fallback and state.start <= now then
          -- No replica has used the budget meanwhile, so others may use their fallback shares too. They are given the time to come back.
          state.start = now + RECOVERY
          state.used = state.start
          state.tat = math.max(state.tat, state.start + interval + tolerance)
        elseif fallback >= 0 then
          -- The last call under the fallback share may have been sent just now.
          state.tat = math.max(state.tat, now + interval)
        end
        """ + Ending;

    /// <summary>Grants a slot, or lists the replica as waiting. Argument 7: 1 if an interactive caller waits.</summary>
    public const string Acquire = Prelude + """
        local listed, other = KEYS[3], KEYS[4]
        if ARGV[7] ~= '1' then listed, other = other, listed end
        redis.call('ZADD', listed, text(now + SLACK), replica)
        redis.call('ZREM', other, replica)
        state.used = math.max(state.used, now)
        if allowed() <= now and first() == replica then
          state.serial = state.serial + 1
          slot = replica .. ':' .. text(state.serial)
          redis.call('ZREM', listed, replica)
          redis.call('ZADD', KEYS[2], text(now + LEASE), slot)
          redis.call('ZADD', KEYS[5], text(state.serial), replica)
          redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -101)
          if ARGV[7] ~= '1' then
            state.streak = 0
          elseif redis.call('ZCARD', KEYS[4]) > 0 then
            state.streak = state.streak + 1
          end
          if state.finish > now then
            state.probe, state.probeUntil = slot, now + LEASE
          end
        end
        """ + Ending;

    /// <summary>Takes the replica off the list of the waiting ones.</summary>
    public const string Withdraw = Prelude + """
        redis.call('ZREM', KEYS[3], replica)
        redis.call('ZREM', KEYS[4], replica)
        wake()
        """ + Ending;

    /// <summary>Counts a call as sent now. Argument 7: its slot, or empty.</summary>
    public const string Sent = Prelude + """
        state.used = math.max(state.used, now)
        if redis.call('ZREM', KEYS[2], ARGV[7]) == 1 then
          state.tat = math.max(state.tat, now) + interval
        else
          state.tat = math.max(state.tat, now + interval)
        end
        wake()
        """ + Ending;

    /// <summary>Returns an unused slot, or the role of the probe. Argument 7: the slot.</summary>
    public const string Return = Prelude + """
        redis.call('ZREM', KEYS[2], ARGV[7])
        if state.probe == ARGV[7] then state.probe = '' end
        wake()
        """ + Ending;

    /// <summary>Announces a wait. Arguments 7 to 9: its duration, 1 if the upstream stated it, and the slot of the rejected call or empty.</summary>
    public const string Announce = Prelude + """
        local isProbe = ARGV[9] ~= '' and state.probe == ARGV[9]
        local finish = now + tonumber(ARGV[7])
        if ARGV[8] == '1' and isProbe then state.finish = finish else state.finish = math.max(state.finish, finish) end
        state.quiet = math.max(state.quiet, now + math.min(state.finish - now, maxPause))
        state.tat = math.max(state.tat, state.quiet + tolerance)
        if isProbe then state.probe = '' end
        redis.call('PUBLISH', channel, 'pause:' .. replica)
        """ + Ending;

    /// <summary>Ends the announced wait if the accepted call is its probe. Argument 7: the slot of the call.</summary>
    public const string Accept = Prelude + """
        if state.probe == ARGV[7] then
          state.finish, state.probe = now, ''
          redis.call('PUBLISH', channel, 'pause:' .. replica)
        end
        """ + Ending;

    /// <summary>Extends the leases of the slots in flight and of the probe. Arguments from 7 on: the slots. Returns those whose lease had not ended.</summary>
    public const string Renew = Prelude + """
        local renewed = {}
        for index = 7, #ARGV do
          local isProbe = state.probe == ARGV[index]
          if isProbe then state.probeUntil = now + LEASE end
          local isInFlight = redis.call('ZSCORE', KEYS[2], ARGV[index])
          if isInFlight then redis.call('ZADD', KEYS[2], text(now + LEASE), ARGV[index]) end
          if isProbe or isInFlight then renewed[#renewed + 1] = ARGV[index] end
        end
        """ + Save + """

        return renewed
        """;

    // The arguments of all scripts: 1 the time, 0 for Redis' clock; 2 the replica; 3 the channel; 4 the interval; 5 the burst; 6 the maximum time without any call.
    private const string Prelude = """
        local LEASE, SLACK, RECOVERY, POLL, REPEAT = 2000000, 250000, 3000000, 250000, 10000
        local now, replica, channel, interval, burst = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
        if now == 0 then
          local time = redis.call('TIME')
          now = time[1] * 1000000 + time[2]
        end
        local tolerance, maxPause = interval * (burst - 1), tonumber(ARGV[6])
        local slot = ''
        local function text(number) return string.format('%.0f', number) end

        -- Without a state, the bucket is empty, because the limit may just have been used up.
        local state = {tat = now + interval + tolerance, quiet = 0, finish = 0, start = 0, used = 0, streak = 0, serial = now, created = now, probe = '', probeUntil = 0}
        local fields = redis.call('HGETALL', KEYS[1])
        for index = 1, #fields, 2 do
          state[fields[index]] = fields[index] == 'probe' and fields[index + 1] or tonumber(fields[index + 1])
        end

        -- After a fail-over, the clock may be behind the one that wrote the state. No time is later than the scripts write it.
        state.start, state.used = math.min(state.start, now + RECOVERY), math.min(state.used, now + RECOVERY)
        state.quiet, state.probeUntil = math.min(state.quiet, now + maxPause), math.min(state.probeUntil, now + LEASE)
        state.tat = math.min(state.tat, math.max(now, state.quiet, state.start) + tolerance + interval * (burst + 1))
        redis.call('ZREMRANGEBYSCORE', KEYS[2], text(now + LEASE + 1), '+inf')
        redis.call('ZREMRANGEBYSCORE', KEYS[3], text(now + POLL + SLACK + 1), '+inf')
        redis.call('ZREMRANGEBYSCORE', KEYS[4], text(now + POLL + SLACK + 1), '+inf')

        -- A call whose replica died counts as sent at the end of its lease.
        local expired = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'WITHSCORES')
        for index = 2, #expired, 2 do state.tat = math.max(state.tat, tonumber(expired[index])) + interval end
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', text(now))
        redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', text(now))
        redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', text(now))
        if state.finish <= now or state.probeUntil <= now then state.probe = '' end

        -- When the account allows the next call, if the calls in flight are sent now.
        local function due()
          local flight, at = redis.call('ZCARD', KEYS[2]), state.tat
          if flight > 0 then at = math.max(at, now) + interval * flight end
          return math.max(at - tolerance, state.quiet, state.start)
        end

        -- When a slot may be granted.
        local function allowed()
          local at = due()
          if state.probe ~= '' then at = math.max(at, math.min(state.probeUntil, state.finish)) end
          -- All of the burst is in flight. A message follows when a call is sent, but messages can get lost.
          if interval > 0 and redis.call('ZCARD', KEYS[2]) >= burst then at = math.max(at, now + REPEAT) end
          return at
        end

        -- The waiting replica whose last grant is the oldest, and when it must have asked again. One grant in five goes to replicas with background callers only.
        local function first()
          local key = KEYS[3]
          if redis.call('ZCARD', KEYS[4]) > 0 and (state.streak >= 4 or redis.call('ZCARD', KEYS[3]) == 0) then key = KEYS[4] end
          local best, oldest, expiry
          local waiting = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          for index = 1, #waiting, 2 do
            local last = tonumber(redis.call('ZSCORE', KEYS[5], waiting[index]) or 0)
            if not best or last < oldest then best, oldest, expiry = waiting[index], last, tonumber(waiting[index + 1]) end
          end
          return best, expiry
        end

        local function wake()
          if redis.call('ZCARD', KEYS[3]) + redis.call('ZCARD', KEYS[4]) > 0 then redis.call('PUBLISH', channel, 'free:' .. replica) end
        end

        """;

    private const string Save = """

        for name, value in pairs(state) do
          redis.call('HSET', KEYS[1], name, name == 'probe' and value or text(value))
        end
        redis.call('PEXPIRE', KEYS[1], 86400000)
        redis.call('PEXPIRE', KEYS[2], 60000)
        redis.call('PEXPIRE', KEYS[5], 3600000)
        """;

    private const string Ending = """

        -- When this replica must ask again, if it waits: at its turn, or when the replica before it has not asked in time.
        local ask = -1
        local others = redis.call('ZCARD', KEYS[3]) + redis.call('ZCARD', KEYS[4])
        for index = 3, 4 do
          if redis.call('ZSCORE', KEYS[index], replica) then
            others = others - 1
            local at = allowed()
            local turn, expiry = first()
            if turn ~= replica then at = math.max(at, expiry) end
            ask = math.max(0, math.min(at - now, POLL))
            redis.call('ZADD', KEYS[index], text(now + ask + SLACK), replica)
            redis.call('PEXPIRE', KEYS[index], 60000)
          end
        end
        """ + Save + """

        return {now, slot, state.probe == slot and 1 or 0, ask, due() - now, others, state.finish - now, state.quiet - now, state.created, state.start - now}
        """;
}
