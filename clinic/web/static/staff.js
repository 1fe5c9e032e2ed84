/**
 * Makes console pages live. A body with data-refresh="/staff/…" asks for that part every few seconds; each element of
 * the answer takes the place of the one with its id, and only what changed is touched: focus, scroll position and
 * half-read text stay, and a screen reader hears the new lines alone. Without JavaScript the pages work by reloading.
 */

const EVERY_MS = 2500;
const LOST = "The connection is lost. This page does not update itself until it is back.";
const ENDED = "Your sign-in has ended. Copy what you typed, then reload the page and sign in again.";
const GONE = "This page is not there any more. Copy what you typed, then reload the page.";

/** Make `old` equal to `fresh`, changing as little as possible. */
function match(old, fresh) {
  if (old.nodeName !== fresh.nodeName || (old.id ?? "") !== (fresh.id ?? "")) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.ELEMENT_NODE) {
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    matchChildren(old, fresh);
  } else if (old.data !== fresh.data) {
    old.data = fresh.data;
  }
}

/** Children with an id (rows, messages) are known by it; the others by their place. */
function matchChildren(old, fresh) {
  const wanted = [...fresh.childNodes];
  const stays = new Set(wanted.map((node) => node.id).filter(Boolean));
  for (const child of [...old.children]) if (child.id && !stays.has(child.id)) child.remove();
  const known = new Map([...old.children].map((child) => [child.id, child]));
  wanted.forEach((node, place) => {
    const there = old.childNodes[place];
    const mine = node.id ? known.get(node.id) : there && !there.id ? there : undefined;
    if (!mine) return old.insertBefore(node, there ?? null);
    if (mine !== there) old.insertBefore(mine, there);
    return match(mine, node);
  });
  while (old.childNodes.length > wanted.length) old.lastChild.remove();
}

function isAtEnd(element) {
  return element.scrollHeight - element.scrollTop - element.clientHeight < 40;
}

function showLatest() {
  const transcript = document.getElementById("transcript");
  if (transcript && !location.hash) transcript.scrollTop = transcript.scrollHeight;
}

function show(html) {
  const part = document.createElement("template");
  part.innerHTML = html; // our own template, which escapes every word of a patient
  for (const fresh of [...part.content.children]) {
    const old = document.getElementById(fresh.id);
    if (!old) continue;
    const followed = fresh.id === "transcript" && isAtEnd(old);
    match(old, fresh);
    if (followed) old.scrollTop = old.scrollHeight;
  }
}

function say(sentence) {
  const state = document.getElementById("live-state");
  if (state.textContent !== sentence) state.textContent = sentence;
}

function hasDraft() {
  return [...document.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
}

/** One look; false when there is nothing more to look at. */
async function refresh(address) {
  const answer = await fetch(address, { headers: { "X-Partial": "1" } });
  if (answer.ok) {
    show(await answer.text());
    say("");
    return true;
  }
  if (answer.status >= 500) throw new Error(`status ${answer.status}`);
  if (hasDraft()) say(answer.status === 401 ? ENDED : GONE);
  else location.reload(); // signed out, or the conversation is gone: the page says which
  return false;
}

async function keepFresh(address) {
  for (let goesOn = true; goesOn; ) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    if (document.hidden) continue;
    goesOn = await refresh(address).catch(() => {
      say(LOST);
      return true;
    });
  }
}

/** A form goes out once, however often its button is pressed. */
function sendOnce(event) {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
}

function insert(button) {
  const area = button.form.querySelector("textarea");
  area.setRangeText(document.getElementById(button.dataset.insert).textContent, area.selectionStart, area.selectionEnd, "end");
  area.focus();
}

document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});
document.querySelectorAll("[data-insert]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => insert(button));
});
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
if (location.search.startsWith("?done=")) history.replaceState(null, "", location.pathname); // said once is enough
showLatest();
if (document.body.dataset.refresh) keepFresh(document.body.dataset.refresh);
