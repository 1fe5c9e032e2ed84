/** <clinic-chat>: joins the parts. The class has no side effects; clinic-chat.js registers it. */

import { Announcer } from "./announcer.js";
import { Api } from "./api.js";
import { ChatAttributes } from "./attributes.js";
import { Conversation } from "./conversation.js";
import { MessageLog } from "./log.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";
import { Status } from "./status.js";
import { keep, recall } from "./storage.js";
import { WORDS, tooLong } from "./words.js";

const MAX_CHARACTERS = 2000; // of one message, as the chat API says
const OPEN = ["sessionStorage", "clinic-chat-open"]; // after a reload of this tab the chat is open again

export class ClinicChatElement extends ChatAttributes {
  #panel;
  #conversation;
  #connected;
  #unread = 0;
  #isAsked = true; // not by the page: then the chat may take the focus

  /** @param {string} [tag] */
  static define(tag = "clinic-chat") {
    if (!customElements.get(tag)) customElements.define(tag, this);
  }

  connectedCallback() {
    this.#connected = new AbortController();
    if (!this.#panel) this.#build();
    this.#fill();
    this.#panel.follow(this.#connected.signal);
    this.#conversation.watch(this.#connected.signal);
    this.#isAsked = false;
    if (this.open) this.#opened();
    else if (this.inline || recall(...OPEN)) this.open = true;
    this.#isAsked = true;
  }

  disconnectedCallback() {
    this.#connected.abort();
    this.#conversation.pause();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#panel) return;
    if (name !== "open") this.#fill();
    else if ((before === null) !== (after === null)) this.open ? this.#opened() : this.#closed();
  }

  #build() {
    const announcer = new Announcer();
    const root = this.attachShadow({ mode: "open" });
    this.#panel = new Panel(root, this.inline, this.#acts(), announcer.elements);
    const memory = new Memory(this.api);
    const uses = { press: (button) => this.#conversation.press(button), emergency: this.emergency };
    this.#conversation = new Conversation({
      api: new Api(this.api, memory),
      memory,
      log: new MessageLog(this.#panel, uses),
      status: new Status(this.#panel.status, announcer),
      announcer,
      settings: this,
      report: {
        arrived: (sender) => this.#arrived(sender),
        rests: (rests) => this.#panel.rest(rests),
        back: (text) => (this.#panel.input.value ||= text), // words that could not be sent are not lost
      },
    });
  }

  #acts() {
    return {
      open: () => (this.open = true),
      close: () => (this.open = this.inline),
      submit: () => this.#submit(),
      person: () => this.#conversation.say(WORDS.person),
      save: () => this.#conversation.save(),
      leave: () => this.#conversation.askToLeave(),
      erase: () => this.#conversation.askToErase(),
    };
  }

  #fill() {
    this.#panel.fill(this, this.#unread);
  }

  #opened() {
    this.#unread = 0;
    this.#fill();
    this.#panel.open();
    if (!this.inline) keep(...OPEN, true);
    if (this.#isAsked) this.#panel.takeFocus();
    this.#conversation.begin();
    this.#tell("opened");
  }

  #closed() {
    this.#panel.close();
    keep(...OPEN, null);
    this.#tell("closed");
  }

  #submit() {
    const { input, problem } = this.#panel;
    const text = input.value.trim();
    const excess = [...text].length - MAX_CHARACTERS;
    problem.textContent = excess > 0 ? tooLong(excess) : text ? "" : WORDS.empty;
    input.setAttribute("aria-invalid", String(Boolean(problem.textContent)));
    input.focus();
    if (problem.textContent) return;
    input.value = "";
    this.#conversation.say(text);
  }

  #arrived(sender) {
    if (!this.open) {
      this.#unread += 1;
      this.#fill();
    }
    this.#tell("message-received", { sender });
  }

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`clinic-chat:${name}`, { bubbles: true, composed: true, detail }));
  }
}
