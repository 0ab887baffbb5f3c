/** English words about what a model is asked for beside an answer. `zh.ts` must have the same shape. */
export const en = {
  wishes: "What the model may do",
  count: "How many",
  size: "Size",
  sizes: { "": "As the model likes", "1024x1024": "Square", "1536x1024": "Wide", "1024x1536": "Tall" },
  tools: { web_search: "Search the web", code_interpreter: "Run code" },
  toolHints: {
    web_search: "The model may look things up on the web. Searches can cost extra.",
    code_interpreter: "The model may write programs and run them on the provider's machines.",
  },
};
