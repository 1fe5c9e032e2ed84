/** Tells screen readers what is new, and only that: words pass through hidden live regions; the log is not live. */

import { make } from "./make.js";

const GONE_AFTER_MS = 3000;

export class Announcer {
  #polite = make("div", { className: "hidden", "aria-live": "polite" });
  #urgent = make("div", { className: "hidden", role: "alert" });

  get elements() {
    return [this.#polite, this.#urgent];
  }

  say(words, { isUrgent = false } = {}) {
    const line = make("p", {}, words);
    (isUrgent ? this.#urgent : this.#polite).append(line);
    setTimeout(() => line.remove(), GONE_AFTER_MS);
  }
}
