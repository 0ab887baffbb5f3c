/** English words about how much of a chat the model reads. `zh.ts` must have the same shape. */
export const en = {
  contextFull: (percent: number) => `This chat fills ${percent} % of what the model can read.`,
  contextOver: (count: number) =>
    `This chat is longer than what the model can read: it no longer sees the ${count === 1 ? "oldest message" : `${count} oldest messages`}. A new chat starts afresh.`,
};
