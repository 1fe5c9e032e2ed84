/** Makes elements. Text only ever becomes text, so nothing in a message can run. */

/** An element with properties, or attributes where there is no such property; null children are left out. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && name !== "role") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function control(words, act, properties = {}) {
  return make("button", { type: "button", onclick: act, ...properties }, words);
}
