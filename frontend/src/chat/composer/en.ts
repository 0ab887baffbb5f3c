/** English words about writing and sending a message. `zh.ts` must have the same shape. */
export const en = {
  queue: "Messages that wait for the answer",
  queuedImages: (count: number) => (count === 1 ? "1 image" : `${count} images`),
  addToQueue: "Send when the answer is finished",
  sendNow: "Stop the answer and send now",
  editQueued: "Edit this message",
  dropQueued: "Do not send",
  queueFull: (most: number) => `${most} messages wait already. Your text is kept.`,
  messageLabel: "Your message",
  messagePlaceholder: "Ask anything",
  send: "Send",
  stop: "Stop",
  stopping: "Stopping…",
  composerHint: "Models make mistakes. Check what matters.",
};
