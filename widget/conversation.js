/** One conversation from the patient's side: begins or goes on, says and hears, survives a lost connection, ends. */

import { ChatError } from "./api.js";
import { spoken } from "./messages.js";
import { listen } from "./stream.js";
import { saveTranscript } from "./transcript.js";
import { WORDS, failure } from "./words.js";

const MINUTE_MS = 60_000;

export class Conversation {
  #listening = null; // AbortController
  #beginning = null; // Promise
  #isResting = false; // a choice about the whole conversation stands instead of its messages
  #unsent = []; // what did not get through, in the order it was written

  constructor({ api, memory, log, status, announcer, settings, report }) {
    Object.assign(this, { api, memory, log, status, announcer, settings, report });
  }

  /** Show the conversation of this device, or begin one. After a long quiet ask first: who sits here now? */
  begin() {
    this.#beginning ??= this.#begin().finally(() => (this.#beginning = null));
    return this.#beginning;
  }

  /** Heed the other tabs and the network until `signal` aborts. */
  watch(signal) {
    this.memory.watch(() => this.#leave(WORDS.left), signal);
    addEventListener("online", () => this.#unsent.length && this.#again(), { signal });
  }

  pause() {
    this.#listening?.abort();
    this.#listening = null;
  }

  say(text) {
    return this.#send({ text }, text);
  }

  press({ token, title }) {
    return this.#send({ button: token }, title);
  }

  save() {
    return this.#attempt(async () => saveTranscript((await this.api.transcript()).messages));
  }

  askToLeave() {
    this.#ask(WORDS.askToLeave, WORDS.leaveNow, () => this.#leave(WORDS.left));
  }

  askToErase() {
    const erase = async () => {
      const { receipt } = await this.api.erase();
      this.#leave(`${WORDS.erased} ${receipt}`);
    };
    this.#ask(WORDS.askToErase, WORDS.eraseNow, () => this.#attempt(erase));
  }

  async #begin() {
    const isKnown = this.#listening !== null || this.memory.recall();
    if (isKnown && this.memory.idleMs > this.settings.idleMinutes * MINUTE_MS) {
      this.#rest(WORDS.earlier, [WORDS.goOn, () => this.#goOn()]);
    } else if (!this.#listening) await this.#open(isKnown);
  }

  #goOn() {
    this.memory.touch();
    this.begin();
  }

  async #open(isKnown) {
    if (this.#isResting) this.#wake();
    try {
      if (isKnown) this.#hear(await this.api.read(this.log.heard), false);
      else this.#hear(await this.api.start(this.settings.locale));
    } catch (error) {
      if (!isKnown || error.status !== 401) return this.#explain(error, () => this.#again());
      this.memory.forget(); // an earlier conversation that is no more makes way for a new one
      this.log.clear();
      return this.#open(false);
    }
    this.memory.touch();
    this.#listening = new AbortController();
    const events = (signal) => this.api.events(this.log.heard, signal);
    listen(events, (name, data) => this.#happened(name, data), this.#listening.signal);
  }

  async #send(content, words) {
    if (this.#isResting) this.memory.forget();
    const clientId = newId();
    await this.#deliver({ clientId, content, item: this.log.addOwn(clientId, words) });
  }

  async #deliver(entry) {
    this.status.typing("assistant");
    if (this.#listening) this.memory.touch();
    else await this.begin();
    const conversation = this.#listening;
    if (!conversation) return this.#keep(entry);
    try {
      const replies = await this.api.send(entry.clientId, entry.content);
      if (conversation === this.#listening) this.#sent(entry, replies);
    } catch (error) {
      if (conversation !== this.#listening) return; // left meanwhile
      if (error.status === 401) this.report.back(entry.content.text ?? "");
      else this.#keep(entry, error.isPassing);
      this.#explain(error, () => this.#again());
    }
  }

  #sent(entry, replies) {
    this.log.mark(entry.item, false);
    this.log.withdraw("failure");
    this.log.settle(entry.clientId, replies);
    this.#hear(replies);
    this.status.still();
    // Sequence 0: answered, but not stored. The same message may be sent again.
    if (replies.sequence === 0) this.#keep(entry);
  }

  #keep(entry, isPassing = true) {
    this.log.mark(entry.item, true);
    if (isPassing) this.#unsent.push(entry);
    this.status.still();
  }

  async #again() {
    this.log.withdraw("failure");
    await this.begin();
    for (const entry of this.#unsent.splice(0)) await this.#deliver(entry);
  }

  #hear({ owner, sequence, messages }, isNews = true) {
    const fresh = this.log.show(messages).filter(({ message }) => message.sender !== "patient");
    if (fresh.length) this.status.still();
    if (sequence) this.status.setOwner(owner, isNews);
    for (const { message, item } of isNews ? fresh : []) {
      this.announcer.say(spoken(item), { isUrgent: message.kind === "emergency" });
      this.report.arrived(message.sender);
    }
  }

  #happened(name, data) {
    if (name === "message") this.#hear({ owner: this.status.owner, sequence: data.sequence, messages: [data] });
    else if (name === "owner") this.status.setOwner(data.owner);
    else if (name === "typing") this.status.typing(data.sender);
    else if (name === "ended") this.#leave(WORDS.ended);
    else this.status.setOffline(name === "disconnected");
    if (name === "connected" && this.#unsent.length) this.#again();
  }

  async #attempt(act) {
    try {
      await act();
    } catch (error) {
      this.#explain(error, () => this.#attempt(act));
    }
  }

  /** Every failure has a sentence, a phone number and a way on. */
  #explain(error, again) {
    if (!(error instanceof ChatError)) throw error;
    if (error.status === 401) return this.#leave(error.message || WORDS.ended);
    const offered = error.isPassing ? [[WORDS.again, again]] : [];
    const item = this.log.offer("failure", failure(error.message, this.settings), offered);
    this.announcer.say(spoken(item));
    this.status.still();
  }

  #ask(words, yes, act) {
    this.log.offer("question", words, [[yes, act], [WORDS.stay, () => {}]]).focus();
  }

  #leave(words) {
    this.memory.forget();
    this.#unsent = [];
    this.#rest(words);
  }

  /** Show nothing of the conversation, only what can be done about it. */
  #rest(words, ...offered) {
    this.pause();
    this.log.clear();
    this.status.setOwner("assistant");
    const afresh = () => {
      this.memory.forget();
      this.begin();
    };
    const item = this.log.offer("rest", words, [...offered, [WORDS.startAfresh, afresh]]);
    this.announcer.say(spoken(item));
    this.#isResting = true;
    this.report.rests(true);
  }

  #wake() {
    this.log.withdraw("rest");
    this.#isResting = false;
    this.report.rests(false);
  }
}

/** A UUID's digits. The browser's own function for it needs TLS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
