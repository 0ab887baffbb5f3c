/** English words about writing and sending a message. `zh.ts` must have the same shape. */
export const en = {
  stillAnswering: "The answer is still being written. Your text is kept: send it when the answer is finished, or stop it.",
  messageLabel: "Your message",
  messagePlaceholder: "Ask anything",
  send: "Send",
  stop: "Stop",
  stopping: "Stopping…",
  composerHint: "Models make mistakes. Check what matters.",
};
