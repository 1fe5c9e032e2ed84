/**
 * Server-sent events over fetch, because EventSource sends no token. Reconnects by itself, later and later; lets go
 * while nobody looks, since a browser has few connections for one server.
 */

import { pause, visible } from "./waiting.js";

const SILENCE_MS = 20_000; // the server says something every few seconds
const LONGEST_PAUSE_MS = 30_000;

/** Report events until `signal` aborts: the server's, and connected, disconnected, ended (no such conversation). */
export async function listen(open, report, signal) {
  const tell = (name, data) => queueMicrotask(() => signal.aborted || report(name, data));
  let failures = 0;
  while (!signal.aborted) {
    await visible(signal);
    const line = new Line(signal);
    try {
      const answer = await open(line.signal);
      if (answer.status === 401) return tell("ended");
      if (!answer.ok) throw new Error(answer.statusText);
      failures = 0;
      tell("connected");
      for await (const event of parse(answer.body, line)) tell(event.name, event.data);
    } catch {
      if (line.isWanted) tell("disconnected");
      failures += 1;
    }
    line.abort();
    if (line.isWanted) await pause(backoff(failures), signal);
  }
}

/** One connection. It ends when it is not wanted any more, when the network goes, and after a silence. */
class Line extends AbortController {
  isWanted = true;

  constructor(until) {
    super();
    const ended = { signal: this.signal };
    const drop = () => {
      this.isWanted = false;
      this.abort();
    };
    until.addEventListener("abort", drop, ended);
    document.addEventListener("visibilitychange", () => document.hidden && drop(), ended);
    addEventListener("offline", () => this.abort(), ended);
    this.heard();
  }

  heard() {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.abort(), SILENCE_MS);
  }
}

/** With chance in it: not everybody comes back in the same moment. */
const backoff = (failures) => Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);

async function* parse(body, line) {
  const decoder = new TextDecoder();
  let rest = "";
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    line.heard();
    const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/m.exec(block) ?? [];
      if (name) yield { name, data: JSON.parse(data) };
    }
  }
}
