/** The list of messages: in order, each once, buttons only while they can be answered, the right place in view. */

import { make } from "./make.js";
import { choices, isLoud, messageItem } from "./messages.js";
import { WORDS } from "./words.js";

const UNSENT = Number.MAX_SAFE_INTEGER; // after everything the server knows, before what the widget itself says
const NEAR_END_PX = 48;
const OURS = ".from-assistant, .from-system";

export class MessageLog {
  #bySequence = new Map();
  #own = new Map(); // client id → item
  #order = new WeakMap(); // item → place
  #follows = true; // the newest message is in view

  /** Everything up to this sequence has been shown; what follows may have gaps. */
  heard = 0;

  constructor({ scroller, list, newer }, uses) {
    Object.assign(this, { scroller, list, newer, uses });
    newer.onclick = () => this.#toEnd();
    scroller.onscroll = () => {
      this.#follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
      newer.hidden ||= this.#follows;
    };
    // A keyboard, or a longer draft, takes room from below: the question to be answered stays in view.
    new ResizeObserver(() => this.#follows && this.#toEnd()).observe(scroller);
  }

  /** Show what is not shown yet, and return that. */
  show(messages) {
    this.scroller.onscroll(); // the event comes later
    const fresh = messages.map((message) => this.#place(message)).filter(Boolean);
    this.#retireAnswered();
    const isWanted = this.#follows || fresh.some(({ message }) => isLoud(message.level));
    if (fresh.length) this.#reveal(fresh.at(-1).item, isWanted);
    return fresh;
  }

  addOwn(clientId, text) {
    const item = messageItem({ sender: "patient", text }, this.uses);
    this.#own.set(clientId, item);
    this.#insert(item, UNSENT);
    this.#retireAnswered();
    this.#toEnd();
    return item;
  }

  /** One's own message stands before its replies, even if nobody has told its sequence yet. */
  settle(clientId, { sequence, messages }) {
    const item = this.#own.get(clientId);
    const first = messages[0]?.sequence;
    if (this.#order.get(item) === UNSENT) this.#insert(item, first ? first - 0.5 : sequence || UNSENT);
  }

  mark(item, isFailed) {
    item.classList.toggle("failed", isFailed);
    item.querySelector(".undelivered")?.remove();
    if (isFailed) item.append(make("span", { className: "undelivered" }, WORDS.failed));
  }

  /** Say something of the widget's own at the end. The same `name` replaces what it said before. */
  offer(name, words, offered) {
    this.withdraw(name);
    const item = messageItem({ sender: "system", text: words }, this.uses);
    item.dataset.offer = name;
    const leaving = ([title, act]) => [title, () => (act(), this.#remove(item))];
    if (offered.length) item.append(choices(offered.map(leaving)));
    this.#insert(item, Infinity);
    this.#toEnd();
    return item;
  }

  withdraw(name) {
    this.#remove(this.list.querySelector(`[data-offer=${name}]`));
  }

  clear() {
    this.#bySequence.clear();
    this.#own.clear();
    this.heard = 0;
    for (const item of [...this.list.children]) this.#remove(item);
  }

  #place(message) {
    const { sequence, client_id: clientId } = message;
    if (this.#bySequence.has(sequence)) return null;
    const own = this.#own.get(clientId);
    const item = own ?? messageItem(message, this.uses);
    if (sequence) this.#bySequence.set(sequence, item);
    while (this.#bySequence.has(this.heard + 1)) this.heard += 1;
    this.#insert(item, sequence || UNSENT);
    if (own) this.mark(own, false);
    return own ? null : { message, item };
  }

  #insert(item, order) {
    this.#order.set(item, order);
    const later = [...this.list.children].find((other) => this.#order.get(other) > order) ?? null;
    // To move an item takes the focus from it: only where it has to.
    if (!item.isConnected || item.nextElementSibling !== later) this.list.insertBefore(item, later);
  }

  /** Buttons above the newest message of the patient are answered. */
  #retireAnswered() {
    const items = [...this.list.children];
    const newest = items.findLastIndex((item) => item.matches(".from-patient"));
    // From a pressed button to one's own answer: the next choices follow in the order of the page.
    for (const item of items.slice(0, Math.max(newest, 0))) this.#remove(item.querySelector(".choices"), items[newest]);
  }

  #remove(element, nextFocus = this.scroller) {
    if (element?.contains(this.list.getRootNode().activeElement)) nextFocus.focus({ preventScroll: true });
    element?.remove();
  }

  #toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Never past the beginning of the replies; and whoever reads further up stays there. */
  #reveal(item, isWanted) {
    while (item.matches(OURS) && item.previousElementSibling?.matches(OURS)) item = item.previousElementSibling;
    const { scrollTop, clientHeight } = this.scroller;
    const top = item.offsetTop - this.list.offsetTop;
    const isInView = top >= scrollTop - NEAR_END_PX && top < scrollTop + clientHeight;
    this.newer.hidden = isWanted || isInView;
    if (this.newer.hidden) this.scroller.scrollTop = top;
  }
}
