/** Every word that the widget itself says. Answers, questions and advice come from the server. */

export const WORDS = {
  launcher: "Need help? Chat with us",
  heading: "Chat with us",
  person: "Talk to a person",
  close: "Close chat",
  callUs: "Call us: ",
  emergency: "Emergency: ",
  messages: "Messages",
  newer: "New message below",
  input: "Your message",
  send: "Send",
  save: "Save a copy",
  leave: "Leave this chat",
  erase: "Delete this chat",
  typing: "Typing …",
  staffTyping: "The clinic is typing …",
  waiting: "A person has been told. You can go on writing.",
  staff: "A person from the clinic is with you.",
  disconnected: "Connection lost. Trying again …",
  choices: "Possible answers",
  sources: "Where this comes from",
  calendar: "calendar file",
  booking: "your booking page",
  newTab: " (opens a new tab)",
  failed: "Not sent.",
  empty: "Write your message first.",
  unreachable: "We cannot reach the chat right now.",
  again: "Try again",
  earlier: "There is an earlier chat on this device.",
  goOn: "Go on with it",
  startAfresh: "Start a new chat",
  askToLeave: "Leave this chat? This device forgets it. The clinic keeps it.",
  leaveNow: "Leave now",
  left: "You have left the chat. This device has forgotten it.",
  askToErase: "Delete this chat with your answers and bookings, here and at the clinic? Nobody can bring them back.",
  eraseNow: "Delete now",
  erased: "Your chat is deleted. Receipt:",
  stay: "Keep it",
  ended: "This chat has ended.",
};

export const SENDERS = { patient: "You", assistant: "Assistant", staff: "Clinic team", system: "Notice" };

export const LEVELS = { urgent: "Urgent", emergency: "Emergency", crisis: "Help now" };

export const checked = (day) => `checked ${day}`;

export const tooLong = (excess) =>
  `Your message is ${excess.toLocaleString("en-GB")} characters too long. Send it in parts.`;

export const unread = (count) => `${count} new message${count > 1 ? "s" : ""}`;

/** What went wrong, and who helps meanwhile. */
export const failure = (said, { phone, emergency }) =>
  (said || WORDS.unreachable) +
  (phone && ` You can call us: ${phone}.`) +
  (emergency && ` In an emergency call ${emergency}.`);
