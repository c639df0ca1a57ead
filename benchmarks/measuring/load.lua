-- Asks for the paths of a file, one a line, each once; without a file, for the URL over and over.
-- Requests are written before the clock starts, so that wrk costs the same for both.
local requests, index = {}, 0

function init(arguments)
  if not arguments[1] then return end
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format(nil, path)
  end
  request = function()
    index = index + 1
    if index > #requests then
      wrk.thread:stop()
      return requests[#requests]
    end
    return requests[index]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "bytes": %d, "p50": %d, "p99": %d, "refused": %d, "lost": %d}\n',
    summary.requests, summary.bytes, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
