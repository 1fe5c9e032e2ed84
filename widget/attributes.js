/** What a website may set on <clinic-chat>, as attributes and properties. README.md lists the same. */

import { WORDS } from "./words.js";

const IDLE_MINUTES = 60; // after that another person may sit at a shared computer

export class ChatAttributes extends HTMLElement {
  static observedAttributes = ["open", "heading", "launcher-text", "phone", "emergency"];

  /** @type {boolean} */
  get open() {
    return this.hasAttribute("open");
  }
  set open(value) {
    this.toggleAttribute("open", Boolean(value));
  }

  /** @type {boolean} */
  get inline() {
    return this.hasAttribute("inline");
  }
  set inline(value) {
    this.toggleAttribute("inline", Boolean(value));
  }

  /** @type {string} */
  get launcherText() {
    return this.getAttribute("launcher-text") ?? WORDS.launcher;
  }
  set launcherText(value) {
    this.setAttribute("launcher-text", value);
  }

  /** @type {string} */
  get heading() {
    return this.getAttribute("heading") ?? WORDS.heading;
  }
  set heading(value) {
    this.setAttribute("heading", value);
  }

  /** @type {string} */
  get phone() {
    return this.getAttribute("phone") ?? "";
  }
  set phone(value) {
    this.setAttribute("phone", value);
  }

  /** @type {string} */
  get emergency() {
    return this.getAttribute("emergency") ?? "";
  }
  set emergency(value) {
    this.setAttribute("emergency", value);
  }

  /** @type {number} */
  get idleMinutes() {
    const minutes = Number(this.getAttribute("idle-minutes") ?? IDLE_MINUTES);
    return minutes >= 0 ? minutes : IDLE_MINUTES;
  }
  set idleMinutes(value) {
    this.setAttribute("idle-minutes", String(value));
  }

  /** @type {string} */
  get locale() {
    return this.getAttribute("locale") ?? "en";
  }
  set locale(value) {
    this.setAttribute("locale", value);
  }

  /** @type {string} */
  get api() {
    return this.getAttribute("api") ?? new URL("/chat/v1", import.meta.url).href;
  }
  set api(value) {
    this.setAttribute("api", value);
  }
}
