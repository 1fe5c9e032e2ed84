/**
 * The chat API, version 1, from the patient's side. Tries again by itself while nobody answers; every message has
 * an id of its own, so that a repeat changes nothing.
 */

import { pause } from "./waiting.js";

const PAUSES_MS = [0, 500, 1500, 4000]; // before each try
const LONGEST_TRY_MS = 20_000; // a whole turn ends sooner, with words

/** An answer that is no success. `message` is for the patient; `status` 0 means that nobody answered. */
export class ChatError extends Error {
  constructor(status, message = "") {
    super(message);
    this.status = status;
  }

  get isPassing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export class Api {
  constructor(base, memory) {
    Object.assign(this, { base, memory });
  }

  async start(locale) {
    const { token, ...replies } = await this.#call("POST", "/conversations", { locale });
    this.memory.keep(token);
    return replies;
  }

  send(clientId, content) {
    return this.#call("POST", "/messages", { client_id: clientId, ...content });
  }

  read(after) {
    return this.#call("GET", `/messages?after=${after}`);
  }

  transcript() {
    return this.#call("GET", "/transcript");
  }

  erase() {
    return this.#call("DELETE", "/conversation");
  }

  events(after, signal) {
    return fetch(`${this.base}/events?after=${after}`, { headers: this.#headers(), signal });
  }

  async #call(method, path, body) {
    let last;
    for (const wait of PAUSES_MS) {
      await pause(wait);
      try {
        return await this.#once(method, path, body);
      } catch (error) {
        last = error;
        if (!error.isPassing || error.status === 429) break;
      }
    }
    throw last;
  }

  async #once(method, path, body) {
    const headers = { ...this.#headers(), ...(body && { "Content-Type": "application/json" }) };
    const request = { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(LONGEST_TRY_MS) };
    const answer = await fetch(this.base + path, request).catch(() => null);
    const content = await answer?.json().catch(() => null);
    if (answer?.ok && content) return content;
    throw new ChatError(answer && !answer.ok ? answer.status : 0, content?.error?.message);
  }

  #headers() {
    const { token } = this.memory;
    return token ? { Authorization: `Bearer ${token}` } : {};
  }
}
