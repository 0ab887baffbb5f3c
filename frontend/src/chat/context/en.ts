/** English words about how much of a chat the model reads. `zh.ts` must have the same shape. */
export const en = {
  contextFull: (percent: number) => `This chat fills ${percent} % of what the model can read.`,
  contextOver: "This chat is longer than what the model can read: with your next message it sums the oldest ones up. A new chat starts afresh.",
  summedUp: (count: number) =>
    `The model read a summary of the ${count === 1 ? "oldest message" : `${count} oldest messages`}, which did not fit. Here they all stay.`,
  readSummary: "Read the summary",
  summary: "Summary of the oldest messages",
  summaryBy: (model: string) => `Written by ${model}`,
  contextSummed: (percent: number, count: number) =>
    `The model reads a summary of the ${count === 1 ? "oldest message" : `${count} oldest messages`}. With it, this chat fills ${percent} % of what it can read.`,
};
