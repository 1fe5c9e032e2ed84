/**
 * The chat API, version 1, from the patient's side: keeps the conversation's token, sends every message under an
 * id of its own so that a repeat changes nothing, reads on after a break. Knows nothing of how it looks.
 */

const KEPT = "clinic-chat"; // in localStorage: the token and a time, never a word of the conversation
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000; // of quiet: a shared computer shows nobody an old chat
const TRIES = [0, 500, 1500, 4000]; // pauses in ms before each try
const LONGEST_PAUSE_MS = 30000;

/** An answer that is no success: `code` and `message` are the server's; `status` 0 means that nobody answered. */
export class ChatError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class Transport {
  #base;
  #kept;

  /** @param {string} base address of the chat API, such as https://clinic.example/chat/v1 */
  constructor(base) {
    this.#base = base;
    this.#kept = recall(base);
  }

  /** True when there is an earlier conversation to go on with. */
  get hasConversation() {
    return this.#kept !== null;
  }

  /** Open a new conversation; its first messages. */
  async start(locale) {
    const started = await this.#call("POST", "/conversations", { locale });
    this.#kept = { token: started.token, base: this.#base };
    this.touch();
    return started;
  }

  /** Send one text or button. Tries again by itself while nobody answers; the same id makes that safe. */
  send(clientId, content) {
    this.touch();
    return this.#call("POST", "/messages", { client_id: clientId, ...content });
  }

  read(after) {
    return this.#call("GET", `/messages?after=${after}`);
  }

  transcript() {
    return this.#call("GET", "/transcript");
  }

  async erase() {
    const receipt = await this.#call("DELETE", "/conversation");
    this.forget();
    return receipt;
  }

  forget() {
    this.#kept = null;
    localStorage.removeItem(KEPT);
  }

  touch() {
    if (this.#kept) localStorage.setItem(KEPT, JSON.stringify({ ...this.#kept, at: Date.now() }));
  }

  /**
   * Report server-sent events until `signal` aborts; reconnects by itself, later and later.
   * @param {() => number} after the newest sequence that is known
   * @param {(name: string, data: object) => void} report
   */
  async listen(after, report, signal) {
    for (let failures = 0; !signal.aborted && this.#kept; ) {
      try {
        const answer = await fetch(`${this.#base}/events?after=${after()}`, { headers: this.#headers(), signal });
        if (answer.status === 401) return report("ended", {});
        if (!answer.ok) throw new Error(String(answer.status));
        failures = 0;
        report("connected", {});
        for await (const event of parse(answer.body)) report(event.name, event.data);
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        report("disconnected", {});
      }
      await pause(backoff(failures), signal);
    }
  }

  async #call(method, path, body) {
    let last = new ChatError(0, "offline", "");
    for (const wait of TRIES) {
      await pause(wait);
      try {
        return await this.#once(method, path, body);
      } catch (error) {
        last = error instanceof ChatError ? error : new ChatError(0, "offline", "");
        if (last.status !== 0 && last.status !== 502) throw last;
      }
    }
    throw last;
  }

  async #once(method, path, body) {
    const headers = this.#headers();
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.#base + path, { method, headers, body: body && JSON.stringify(body) });
    const content = await answer.json().catch(() => ({}));
    if (answer.ok) return content;
    const { code = "error", message = "" } = content.error ?? {};
    throw new ChatError(answer.status, code, message);
  }

  #headers() {
    return this.#kept ? { Authorization: `Bearer ${this.#kept.token}` } : {};
  }
}

function recall(base) {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    return kept && kept.base === base && Date.now() - kept.at < FORGOTTEN_AFTER_MS ? kept : null;
  } catch {
    return null;
  }
}

function backoff(failures) {
  const most = Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS);
  return most / 2 + (Math.random() * most) / 2; // jitter: not everybody comes back in the same moment
}

function pause(milliseconds, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}

async function* parse(body) {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += decoder.decode(value, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      if (name) yield { name, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? "{}") };
    }
  }
}
