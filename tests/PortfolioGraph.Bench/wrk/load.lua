-- Sends one GraphQL operation with five wallets per request. Arguments after `--`:
--   template  a file with the request body, in which @ stands for a wallet's address
--   seed      the seed of the random wallets
--   pool      a file with one address per line, or `-` for random wallets
-- A pool with as many addresses as the body has places gives the same body every time. From a larger pool, each request takes different addresses at random.

local parts, places, pool, head, hex = {}, 0, nil, "", {}

local function read(path)
  local file = assert(io.open(path))
  local text = file:read("*a")
  file:close()
  return text
end

function init(args)
  for part in (read(args[1]) .. "@"):gmatch("([^@]*)@") do
    parts[#parts + 1] = part
  end
  places = #parts - 1
  math.randomseed(tonumber(args[2]))
  for i = 0, 65535 do
    hex[i] = string.format("%04x", i)
  end
  if args[3] ~= "-" then
    pool = {}
    for address in read(args[3]):gmatch("%S+") do
      pool[#pool + 1] = address
    end
  end
  local length = places * 42
  for _, part in ipairs(parts) do
    length = length + #part
  end
  head = "POST " .. wrk.path .. " HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. wrk.port .. "\r\nContent-Type: application/json\r\nContent-Length: " .. length .. "\r\n\r\n"
end

local random = math.random
local pieces = {}

function request()
  pieces[1] = head
  local n = 1
  for i = 1, places do
    pieces[n + 1] = parts[i]
    if pool == nil then
      pieces[n + 2] = "0x"
      for j = 3, 12 do
        pieces[n + j] = hex[random(0, 65535)]
      end
      n = n + 12
    else
      if #pool > places then
        local other = random(i, #pool)
        pool[i], pool[other] = pool[other], pool[i]
      end
      pieces[n + 2] = pool[i]
      n = n + 2
    end
  end
  pieces[n + 1] = parts[places + 1]
  return table.concat(pieces, "", 1, n + 1)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("result %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout, summary.bytes))
end
