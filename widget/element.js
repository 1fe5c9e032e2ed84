/**
 * <clinic-chat>: "Need help? Chat with us". The class has no side effects; clinic-chat.js registers it.
 * Server-rendered content inside the tag (the phone number) is what people see without JavaScript.
 */

import { make, messageItem } from "./messages.js";
import { ChatError, Transport } from "./transport.js";

const MAX_CHARACTERS = 2000;
const TYPING_MS = 8000; // after that somebody has stopped typing without saying so

/** A UUID also where the page is not served over TLS and the browser offers none. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class ClinicChatElement extends HTMLElement {
  static observedAttributes = ["open"];

  #transport;
  #listening = null;
  #newest = 0;
  #owner = "assistant";
  #items = new Map(); // sequence → element
  #pending = new Map(); // client id → element of a message that is on its way
  #typingTimer;
  #parts;

  static define(tag = "clinic-chat", registry = customElements) {
    if (!registry.get(tag)) registry.define(tag, this);
  }

  get open() {
    return this.hasAttribute("open");
  }

  set open(value) {
    this.toggleAttribute("open", Boolean(value));
  }

  get inline() {
    return this.hasAttribute("inline");
  }

  connectedCallback() {
    if (!this.#parts) this.#build();
    if (this.inline) this.open = true;
  }

  disconnectedCallback() {
    this.#listening?.abort();
    this.#listening = null;
  }

  attributeChangedCallback(_name, before, after) {
    if (!this.#parts || (before === null) === (after === null)) return;
    this.#parts.panel.hidden = !this.open;
    this.#parts.launcher.setAttribute("aria-expanded", String(this.open));
    this.#tell(this.open ? "opened" : "closed");
    if (this.open) this.#begin();
    else this.#parts.launcher.focus();
  }

  // ------------------------------------------------------------------ what is seen

  #build() {
    const root = this.attachShadow({ mode: "open" });
    const style = make("link", { rel: "stylesheet", href: new URL("./clinic-chat.css", import.meta.url).href });
    const launcher = make(
      "button",
      { type: "button", className: "launcher", part: "launcher", "aria-expanded": "false", "aria-controls": "panel" },
      this.getAttribute("launcher-text") ?? "Need help? Chat with us",
    );
    launcher.onclick = () => (this.open = !this.open);
    this.#parts = { launcher, ...this.#buildPanel() };
    root.append(style, make("div", { className: "fallback" }, make("slot")), launcher, this.#parts.panel);
    this.#transport = new Transport(this.getAttribute("api") ?? new URL("/chat/v1", import.meta.url).href);
  }

  #buildPanel() {
    const title = make("h2", { id: "title" }, this.getAttribute("heading") ?? "Chat with us");
    const person = this.#control("Talk to a person", () => this.#say({ text: "I want to talk to a person" }));
    const close = this.#control("Close chat", () => (this.open = false), "close");
    close.setAttribute("aria-label", "Close chat");
    close.textContent = "×";
    const log = make("ol", { className: "log", part: "log", role: "log", tabIndex: 0, "aria-live": "off" });
    log.setAttribute("aria-label", "Messages");
    const status = make("p", { className: "status", role: "status", part: "status" });
    const { form, input, problem } = this.#buildForm();
    const header = make("header", { part: "header" }, title, person, close);
    const panel = make(
      "section",
      { id: "panel", className: "panel", part: "panel", role: "dialog", hidden: true, "aria-labelledby": "title" },
      header,
      log,
      status,
      form,
      this.#buildMenu(),
    );
    panel.onkeydown = (event) => {
      if (event.key === "Escape" && !this.inline) this.open = false;
    };
    return { panel, log, status, form, input, problem };
  }

  #buildForm() {
    const input = make("textarea", { id: "input", rows: 2, part: "input", autocomplete: "off" });
    input.setAttribute("aria-describedby", "problem");
    input.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    };
    const problem = make("p", { id: "problem", className: "problem", role: "alert" });
    const label = make("label", { htmlFor: "input" }, "Your message");
    const send = make("button", { type: "submit", part: "send" }, "Send");
    const form = make("form", { part: "form", noValidate: true }, label, problem, input, send);
    form.onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    return { form, input, problem };
  }

  #buildMenu() {
    const save = this.#control("Save a copy", () => this.#save());
    const erase = this.#control("Delete this chat", () => this.#confirmErase(erase));
    return make("footer", { className: "menu", part: "menu" }, save, erase);
  }

  #control(words, act, className = "") {
    return make("button", { type: "button", className: `control ${className}`, onclick: act }, words);
  }

  // ------------------------------------------------------------------ the conversation

  async #begin() {
    this.#parts.input.focus();
    if (this.#listening) return;
    this.#listening = new AbortController();
    try {
      await this.#load();
      this.#parts.log.setAttribute("aria-live", "polite"); // a reader hears new messages, not the history
      this.#transport.listen(() => this.#newest, (name, data) => this.#happened(name, data), this.#listening.signal);
    } catch (error) {
      this.#listening = null;
      this.#explain(error, () => this.#begin());
    }
  }

  async #load() {
    if (this.#transport.hasConversation) {
      try {
        return this.#show(await this.#transport.read(this.#newest));
      } catch (error) {
        if (!(error instanceof ChatError) || error.status !== 401) throw error;
        this.#transport.forget();
      }
    }
    this.#clear();
    this.#show(await this.#transport.start(this.getAttribute("locale") ?? "en"));
  }

  #happened(name, data) {
    if (name === "message") this.#show({ owner: this.#owner, sequence: data.sequence, messages: [data] });
    else if (name === "owner") this.#setOwner(data.owner);
    else if (name === "typing") this.#showTyping(data.sender);
    else if (name === "connected") this.#setStatus();
    else if (name === "disconnected") this.#parts.status.textContent = "Connection lost. Trying again …";
    else if (name === "ended") this.#restart();
  }

  #submit() {
    const { input, problem } = this.#parts;
    const text = input.value;
    const excess = [...text].length - MAX_CHARACTERS;
    problem.textContent = "";
    if (!text.trim()) return input.focus();
    if (excess > 0) {
      problem.textContent = `Your message is ${excess} characters too long. Send it in parts.`;
      return input.focus();
    }
    input.value = "";
    this.#say({ text });
  }

  async #say(content, title) {
    const clientId = newId();
    const words = content.text ?? title;
    const item = messageItem({ sender: "patient", level: "none", text: words, sources: [], buttons: [] });
    this.#retireChoices();
    this.#pending.set(clientId, item);
    this.#append(item);
    await this.#deliver(clientId, content, item);
  }

  async #deliver(clientId, content, item) {
    item.classList.remove("failed");
    this.#showTyping("assistant");
    try {
      this.#show(await this.#transport.send(clientId, content));
      this.#setStatus();
    } catch (error) {
      item.classList.add("failed");
      this.#explain(error, () => this.#deliver(clientId, content, item));
    }
  }

  #show({ owner, messages }) {
    for (const message of messages) this.#place(message);
    this.#setOwner(owner);
  }

  #place(message) {
    const { sequence } = message;
    if (sequence && this.#items.has(sequence)) return;
    const waiting = message.client_id && this.#pending.get(message.client_id);
    const item = waiting || messageItem(message, (button) => this.#press(button));
    this.#pending.delete(message.client_id);
    if (sequence) this.#items.set(sequence, item);
    this.#newest = Math.max(this.#newest, sequence);
    if (message.sender !== "patient") this.#hideTyping();
    this.#insert(item, sequence);
    this.#tell("message-received", { sender: message.sender });
  }

  #insert(item, sequence) {
    const later = [...this.#items.keys()].filter((other) => other > sequence).sort((a, b) => a - b)[0];
    if (sequence && later) this.#parts.log.insertBefore(item, this.#items.get(later));
    else this.#append(item);
    if (later) this.#retireIn(item);
  }

  #append(item) {
    const { log } = this.#parts;
    log.append(item);
    log.scrollTop = log.scrollHeight;
  }

  #press(button) {
    this.#parts.input.focus();
    this.#say({ button: button.token }, button.title);
  }

  #retireChoices() {
    for (const item of this.#parts.log.children) this.#retireIn(item);
  }

  #retireIn(item) {
    item.querySelector(".choices")?.remove();
  }

  // ------------------------------------------------------------------ states and failures

  #setOwner(owner) {
    this.#owner = owner;
    this.#setStatus();
  }

  #setStatus() {
    const words = { waiting: "A person has been told. You can go on writing.", staff: "A person from the clinic is with you." };
    this.#parts.status.textContent = words[this.#owner] ?? "";
  }

  #showTyping(sender) {
    if (this.#owner === "staff" && sender === "assistant") return;
    this.#parts.status.textContent = sender === "staff" ? "The clinic is typing …" : "Typing …";
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#hideTyping(), TYPING_MS);
  }

  #hideTyping() {
    clearTimeout(this.#typingTimer);
    this.#setStatus();
  }

  /** Every failure has a sentence, a phone number and a way on. */
  #explain(error, again) {
    if (error.status === 401) return this.#restart();
    const phone = this.getAttribute("phone");
    const said = error.message || "We cannot reach the chat right now.";
    const words = phone ? `${said} You can call us: ${phone}. In an emergency call ${this.#emergency()}.` : said;
    const item = messageItem({ sender: "system", level: "none", text: words, sources: [], buttons: [] });
    const retry = this.#control("Try again", () => (item.remove(), again()));
    item.append(make("div", { className: "choices" }, retry));
    this.#hideTyping();
    this.#append(item);
  }

  #emergency() {
    return this.getAttribute("emergency") ?? "the emergency number where you are";
  }

  #restart() {
    this.#listening?.abort();
    this.#listening = null;
    this.#transport.forget();
    this.#clear();
    if (this.open) this.#begin();
  }

  #clear() {
    this.#items.clear();
    this.#pending.clear();
    this.#newest = 0;
    this.#parts.log.setAttribute("aria-live", "off");
    this.#parts.log.replaceChildren();
  }

  // ------------------------------------------------------------------ the patient's own copy, and erasure

  async #save() {
    try {
      const { messages } = await this.#transport.transcript();
      const lines = messages.map((message) => `${message.at} ${message.sender}: ${message.text}`);
      const file = new Blob([lines.join("\n\n")], { type: "text/plain" });
      const link = make("a", { href: URL.createObjectURL(file), download: "chat.txt" });
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      this.#explain(error, () => this.#save());
    }
  }

  #confirmErase(control) {
    if (control.dataset.asked) return this.#erase(control);
    control.dataset.asked = "yes";
    control.textContent = "Press again to delete";
    setTimeout(() => this.#calm(control), TYPING_MS);
  }

  #calm(control) {
    delete control.dataset.asked;
    control.textContent = "Delete this chat";
  }

  async #erase(control) {
    this.#calm(control);
    try {
      const { receipt } = await this.#transport.erase();
      this.#restart();
      this.#parts.problem.textContent = `Your chat was deleted. Receipt: ${receipt}`;
    } catch (error) {
      this.#explain(error, () => this.#erase(control));
    }
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`clinic-chat:${name}`, { bubbles: true, composed: true, detail }));
  }
}
