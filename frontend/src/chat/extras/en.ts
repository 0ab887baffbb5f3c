/** English words about assistants and the notice of the site. `zh.ts` must have the same shape. */
export const en = {
  assistants: "Assistants",
  begins: (name: string) => `Begin a chat with ${name}`,
  leave: "Without an assistant",
  starters: "Questions to begin with",
  assistantGone: "The assistant of this chat is no longer available. You can go on without it.",
  choiceGone: "This assistant is no longer available. Choose another one, or begin without one.",
  notice: "Notice",
  dismiss: "Dismiss the notice",
  temporaryText: "It is in no list and no search, and gone for good 24 hours after its last message.",
  temporaryUntil: (at: string) => `In no list and no search. Gone for good on ${at}, unless you go on.`,
};
