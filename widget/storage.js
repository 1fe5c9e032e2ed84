/** The browser's storage. Where it is full or forbidden, nothing is kept, and undefined is read. */

export function recall(area, key) {
  try {
    return JSON.parse(globalThis[area].getItem(key));
  } catch {
    return undefined;
  }
}

export function keep(area, key, value) {
  try {
    if (value === null) globalThis[area].removeItem(key);
    else globalThis[area].setItem(key, JSON.stringify(value));
  } catch {
    // The page goes on without.
  }
}
