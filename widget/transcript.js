/** The patient's own copy, as a file of plain text. */

import { make } from "./make.js";
import { SENDERS } from "./words.js";

export function saveTranscript(messages) {
  const lines = messages.map(
    ({ at, sender, text }) => `${new Date(at).toLocaleString("en-GB")}, ${SENDERS[sender]}:\n${text}\n\n`,
  );
  const href = URL.createObjectURL(new Blob(lines, { type: "text/plain" }));
  make("a", { href, download: "chat.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000); // the browser has begun to read it by then
}
