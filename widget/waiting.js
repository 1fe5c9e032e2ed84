/** Waiting: for some time, but no longer than the network is away; for somebody to look at the page. */

export function pause(milliseconds, signal) {
  return until((end, ended) => {
    setTimeout(end, milliseconds);
    addEventListener("online", end, { signal: ended });
  }, signal);
}

export function visible(signal) {
  return until((end, ended) => {
    const look = () => document.hidden || end();
    document.addEventListener("visibilitychange", look, { signal: ended });
    look();
  }, signal);
}

function until(begin, signal) {
  const ended = new AbortController();
  return new Promise((end) => {
    signal?.addEventListener("abort", end, { signal: ended.signal });
    if (signal?.aborted) end();
    else begin(end, ended.signal);
  }).finally(() => ended.abort());
}
