/** From the messages of the chat API to elements. Text is only ever set as text, so nothing in it can run. */

const LEVELS = { non_urgent: "Advice", urgent: "Urgent", emergency: "Emergency", crisis: "Help now" };
const SENDERS = { patient: "You", assistant: "Assistant", staff: "Clinic team", system: "Notice" };
// Numbers to ring, and addresses of our own booking pages or of a secure site.
const LINK = /(\+?\b\d(?:[\d ]{1,}\d)\b)|(https:\/\/[^\s]+[^\s.,)])|(\/booking\/[^\s]+[^\s.,)])/g;

/** Make an element with properties and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * One message as a list item.
 * @param {object} message as the chat API sends it
 * @param {(button: {title: string, token: string}) => void} press
 */
export function messageItem(message, press) {
  const isLoud = message.level === "emergency" || message.level === "crisis" || message.level === "urgent";
  return make(
    "li",
    {
      className: `message from-${message.sender} level-${message.level}`,
      part: `message message-${message.sender}`,
    },
    make("span", { className: "hidden" }, `${SENDERS[message.sender]}: `),
    LEVELS[message.level] && isLoud ? make("strong", { className: "level" }, LEVELS[message.level]) : null,
    make("p", { className: "text" }, ...linked(message, isLoud ? 3 : 7)),
    sourcesOf(message),
    choicesOf(message, press),
  );
}

/** Numbers of at least `digits` digits become links to ring: a short one only where help is the subject. */
function linked({ sender, text }, digits) {
  if (sender === "patient") return [text];
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const [words, number] = found;
    if (number && number.replaceAll(" ", "").length < digits) continue;
    parts.push(text.slice(end, found.index));
    parts.push(make("a", { href: number ? `tel:${number.replaceAll(" ", "")}` : words }, words));
    end = found.index + words.length;
  }
  return [...parts, text.slice(end)];
}

function sourcesOf(message) {
  if (!message.sources.length) return null;
  const items = message.sources.map((source) =>
    make("li", {}, source.checked_on ? `${source.title} (checked ${source.checked_on})` : source.title),
  );
  return make("details", { className: "sources" }, make("summary", {}, "Where this comes from"), make("ul", {}, ...items));
}

function choicesOf(message, press) {
  if (!message.buttons.length) return null;
  const buttons = message.buttons.map((button) =>
    make("button", { type: "button", part: "choice", onclick: () => press(button) }, button.title),
  );
  return make("div", { className: "choices", role: "group", "aria-label": "Possible answers" }, ...buttons);
}
