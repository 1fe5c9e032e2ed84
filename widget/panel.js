/** The shadow DOM of <clinic-chat>, built once, and how it opens. Holds no conversation. */

import { call } from "./links.js";
import { control, make } from "./make.js";
import { WORDS, unread } from "./words.js";

// On a small screen the panel fills it, and what lies below cannot be reached; clinic-chat.css says the same.
const SMALL = matchMedia("(max-width: 480px), (max-height: 480px)");
const TOUCH = matchMedia("(pointer: coarse)");

export class Panel {
  /** `liveRegions` stand in the panel, because a modal dialog silences everything outside. */
  constructor(root, isInline, acts, liveRegions) {
    Object.assign(this, { root, isInline, acts });
    this.launcher = control("", acts.open, { className: "launcher", part: "launcher" });
    const kept = ["save", "leave", "erase"].map((name) => control(WORDS[name], acts[name]));
    this.menu = make("div", { className: "menu" }, ...kept);
    this.help = make("p", { className: "help" });
    this.status = make("p", { className: "status" });
    this.body = make(
      isInline ? "section" : "dialog",
      { className: "panel", part: "panel", tabIndex: -1, "aria-labelledby": "title" },
      ...[this.#buildHeader(), this.help, this.#buildLog(), this.status, this.#buildForm(), this.menu, ...liveRegions],
    );
    this.body.addEventListener("keydown", ({ key }) => key === "Escape" && acts.close());
    this.body.addEventListener("cancel", (event) => (event.preventDefault(), acts.close())); // a phone's way back
    root.append(...this.#buildShell());
  }

  fill({ launcherText, heading, phone, emergency }, unreadCount) {
    this.launcher.textContent = unreadCount ? unread(unreadCount) : launcherText;
    this.title.textContent = heading;
    this.help.replaceChildren(phone && call(phone, WORDS.callUs), emergency && call(emergency, WORDS.emergency));
  }

  open() {
    if (this.isInline) return;
    this.body.close(); // it may stand open from before the element was moved
    if (SMALL.matches) this.body.showModal();
    else this.body.setAttribute("open", ""); // unlike show(), leaves the focus where it is
    this.launcher.hidden = true;
  }

  close() {
    if (this.isInline) return;
    const { hadFocus } = this;
    this.body.close();
    this.launcher.hidden = false;
    if (hadFocus) this.launcher.focus();
  }

  get hadFocus() {
    return this.root.activeElement !== null;
  }

  /** To the input; but where that would bring a keyboard over the messages, to the panel. */
  takeFocus() {
    (this.form.hidden ? this.scroller : TOUCH.matches ? this.body : this.input).focus();
  }

  /** While a choice about the whole conversation stands, there is nothing to write, save or delete. */
  rest(rests) {
    const { hadFocus } = this;
    this.form.hidden = rests;
    this.menu.hidden = rests;
    if (hadFocus) this.takeFocus();
  }

  /** Follow the screen for as long as `signal` lasts: turned, zoomed, half of it taken by a keyboard. */
  follow(signal) {
    SMALL.addEventListener("change", () => this.body.open && this.#reopen(), { signal });
    const { visualViewport: view } = window;
    const fit = () => {
      if (view.scale > 1.01) return; // zoomed by the fingers: the panel keeps its size
      this.body.style.setProperty("--view-top", `${view.offsetTop}px`);
      this.body.style.setProperty("--view-height", `${view.height}px`);
    };
    view.addEventListener("resize", fit, { signal });
    view.addEventListener("scroll", fit, { signal });
  }

  #reopen() {
    const focused = this.root.activeElement;
    this.open();
    focused?.focus();
  }

  /** Until the look is there, the website's own words stand in the chat's place; without it, beside the chat. */
  #buildShell() {
    const fallback = make("slot");
    const shell = make("div", { className: "shell", hidden: true }, this.launcher, this.body);
    const onerror = () => (shell.hidden = false);
    const onload = () => (onerror(), (fallback.hidden = true));
    const { href } = new URL("./clinic-chat.css", import.meta.url);
    return [make("link", { rel: "stylesheet", href, onload, onerror }), fallback, shell];
  }

  #buildHeader() {
    this.title = make("h2", { id: "title" });
    const { person, close } = this.acts;
    return make(
      "div",
      { className: "header", part: "header" },
      this.title,
      control(WORDS.person, person),
      this.isInline ? null : control("×", close, { className: "close", "aria-label": WORDS.close }),
    );
  }

  #buildLog() {
    this.list = make("ol");
    this.newer = control(WORDS.newer, null, { className: "newer", hidden: true });
    const live = { role: "log", "aria-live": "off", "aria-label": WORDS.messages };
    this.scroller = make("div", { className: "log", part: "log", tabIndex: 0, ...live }, this.list);
    return make("div", { className: "middle" }, this.scroller, this.newer);
  }

  #buildForm() {
    const described = { "aria-describedby": "problem", autocomplete: "off", enterKeyHint: "send" };
    this.input = make("textarea", { id: "input", rows: 1, part: "input", ...described });
    this.input.onkeydown = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    };
    this.problem = make("p", { id: "problem", className: "problem", role: "alert" });
    const label = make("label", { htmlFor: "input" }, WORDS.input);
    const send = make("button", {}, WORDS.send);
    this.form = make("form", {}, label, this.problem, this.input, send);
    this.form.onsubmit = (event) => (event.preventDefault(), this.acts.submit());
    return this.form;
  }
}
