/** English words about pictures that a model makes. `zh.ts` must have the same shape. */
export const en = {
  pictures: "Pictures",
  count: "How many",
  size: "Size",
  sizes: { "": "As the model likes", "1024x1024": "Square", "1536x1024": "Wide", "1024x1536": "Tall" } as Record<string, string>,
};
