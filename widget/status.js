/** The line above the input: who is there, who types, whether there is a connection. */

import { WORDS } from "./words.js";

const TYPING_MS = 8000; // after that somebody has stopped typing without saying so

export class Status {
  #isOffline = false;
  #typing = "";
  #timer;
  owner = "assistant";

  constructor(element, announcer) {
    Object.assign(this, { element, announcer });
  }

  setOwner(owner, isNews = true) {
    if (owner === this.owner) return;
    this.owner = owner;
    this.#show(isNews);
  }

  setOffline(isOffline) {
    if (isOffline === this.#isOffline) return;
    this.#isOffline = isOffline;
    this.#show(isOffline);
  }

  typing(sender) {
    if (sender === "assistant" && this.owner === "staff") return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.still(), TYPING_MS);
    this.#typing = sender === "staff" ? WORDS.staffTyping : WORDS.typing;
    this.#show();
  }

  still() {
    this.#typing = "";
    this.#show();
  }

  #show(isNews = false) {
    const ofOwner = { waiting: WORDS.waiting, staff: WORDS.staff }[this.owner] ?? "";
    const lasting = this.#isOffline ? WORDS.disconnected : ofOwner;
    this.element.textContent = this.#isOffline ? lasting : this.#typing || lasting;
    if (isNews && lasting) this.announcer.say(lasting);
  }
}
