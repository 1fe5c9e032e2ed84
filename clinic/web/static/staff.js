/**
 * Keeps parts of a console page fresh: an element with data-refresh="/staff/…" is fetched again every few seconds
 * and replaced when it changed. Pauses while the tab is hidden; goes to the sign-in page when the sign-in has ended.
 * Without JavaScript the pages work by reloading.
 */

const EVERY_MS = 2500;

async function refresh(element) {
  const answer = await fetch(element.dataset.refresh, { headers: { "X-Partial": "1" } });
  if (answer.status === 401) return location.reload();
  if (!answer.ok) return undefined;
  const fresh = await answer.text();
  if (fresh === element.dataset.seen) return undefined;
  element.dataset.seen = fresh;
  const wasAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  element.innerHTML = fresh; // our own template, which escapes every word of a patient
  if (wasAtEnd) element.scrollTop = element.scrollHeight;
  return undefined;
}

function keepFresh(element) {
  element.scrollTop = element.scrollHeight;
  setInterval(() => {
    if (!document.hidden) refresh(element).catch(() => {});
  }, EVERY_MS);
}

document.querySelectorAll("[data-refresh]").forEach(keepFresh);
