/** What stays on this device: the conversation's token, and when it was last used. Never a word of it. */

import { keep, recall } from "./storage.js";

const KEPT = ["localStorage", "clinic-chat"];
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000; // a clinician's answer may take days

export class Memory {
  #base;
  #kept = null;

  constructor(base) {
    this.#base = base;
  }

  get token() {
    return this.#kept?.token;
  }

  get idleMs() {
    return Date.now() - this.#kept.at;
  }

  /** Read what this or another tab has kept: is there a conversation to go on with? */
  recall() {
    const kept = recall(...KEPT);
    if (kept !== undefined) this.#kept = kept?.base === this.#base && Date.now() - kept.at < LONGEST_MS ? kept : null;
    return this.#kept !== null;
  }

  keep(token) {
    this.#kept = { token, base: this.#base, at: Date.now() };
    keep(...KEPT, this.#kept);
  }

  touch() {
    this.#kept.at = Date.now();
    if (this.#isOurs()) keep(...KEPT, this.#kept);
  }

  forget() {
    if (this.#isOurs()) keep(...KEPT, null);
    this.#kept = null;
  }

  /** Report when another tab has left the conversation or begun a new one. */
  watch(report, signal) {
    addEventListener("storage", ({ key }) => key === KEPT[1] && this.#kept && !this.#isOurs() && report(), { signal });
  }

  #isOurs() {
    return this.#kept !== null && recall(...KEPT)?.token === this.#kept.token;
  }
}
