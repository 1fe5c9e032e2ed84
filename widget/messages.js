/** From the messages of the chat API to list items. */

import { links } from "./links.js";
import { control, make } from "./make.js";
import { LEVELS, SENDERS, WORDS, checked } from "./words.js";

const DAY = { dateStyle: "long", timeZone: "UTC" };

export const isLoud = (level) => level === "emergency" || level === "crisis";

/** One message as a list item. */
export function messageItem({ sender, text, level = "none", sources = [], buttons = [] }, { press, emergency }) {
  const [lead, rest] = isLoud(level) ? split(text) : ["", text];
  const linked = (words) => (sender === "patient" ? [words] : links(words, emergency, level in LEVELS));
  return make(
    "li",
    { className: `message from-${sender} level-${level}`, part: `message message-${sender}`, tabIndex: -1 },
    make("span", { className: "sender" }, SENDERS[sender], make("span", { className: "hidden" }, ": ")),
    make("strong", { className: "level" }, LEVELS[level] ?? ""),
    make("p", { className: "text lead" }, ...linked(lead)),
    make("p", { className: "text" }, ...linked(rest)),
    sources.length && !isLoud(level) ? sourceList(sources) : null,
    buttons.length ? choices(buttons.map((button) => [button.title, () => press(button)])) : null,
  );
}

export function choices(offered) {
  const buttons = offered.map(([title, act]) => control(title, act, { part: "choice" }));
  return make("div", { className: "choices", role: "group", "aria-label": WORDS.choices }, ...buttons);
}

/** What a screen reader says of a message: who, how urgent, what, and what can be chosen. */
export function spoken(item) {
  const texts = (parts) => [...item.querySelectorAll(parts)].map((part) => part.textContent.trim()).filter(Boolean);
  const titles = texts(".choices button").join(", ");
  return texts(".sender, .level, .text").join(" ") + (titles && ` ${WORDS.choices}: ${titles}`);
}

function split(text) {
  const [lead, ...rest] = text.split("\n");
  return [lead, rest.join("\n")];
}

function sourceList(sources) {
  const items = sources.map(({ title, checked_on: day }) =>
    make("li", {}, day ? `${title} (${checked(new Date(day).toLocaleDateString("en-GB", DAY))})` : title),
  );
  const ontoggle = ({ target }) => target.scrollIntoView({ block: "nearest" });
  const summary = make("summary", {}, WORDS.sources);
  return make("details", { className: "sources", ontoggle }, summary, make("ul", {}, ...items));
}
