/** Numbers to ring and addresses to open, found in the texts of the clinic. */

import { make } from "./make.js";
import { WORDS } from "./words.js";

const FOUND = /(\+?\b\d[\d ]+\d\b)|https?:\/\/\S+[^\s.,)]/g;
const SHORTEST_HELP = 3; // digits, where help is the subject
const SHORTEST_PHONE = 7; // elsewhere: a year or a price is no number to ring

export function links(text, emergency, isAboutHelp) {
  const pieces = [];
  let end = 0;
  for (const { 0: words, 1: number, index } of text.matchAll(FOUND)) {
    const { length } = number?.replaceAll(" ", "") ?? "";
    if (number && number !== emergency && length < (isAboutHelp ? SHORTEST_HELP : SHORTEST_PHONE)) continue;
    pieces.push(text.slice(end, index), number ? call(number) : address(words));
    end = index + words.length;
  }
  return [...pieces, text.slice(end)];
}

export function call(number, words = "") {
  return make("a", { href: `tel:${number.replaceAll(" ", "")}` }, words + number);
}

/** A short name instead of a long address. What is not a file opens beside the chat. */
function address(href) {
  if (href.endsWith(".ics")) return make("a", { href, download: "" }, WORDS.calendar);
  const name = href.includes("/booking/") ? WORDS.booking : href.replace(/^https?:\/\//, "");
  const hint = make("span", { className: "hidden" }, WORDS.newTab);
  return make("a", { href, target: "_blank", rel: "noopener" }, name, hint);
}
