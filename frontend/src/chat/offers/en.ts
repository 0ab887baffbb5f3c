/** English words about what a model is and why it cannot be chosen. `zh.ts` must have the same shape. */
export const en = {
  countsAs: (weight: number) => (weight === 0 ? "does not count" : `counts as ${weight}`),
  modelResting: (moment: string) => `not available until ${moment}`,
  modelBroken: "not available: your administrator has to look at its account",
  modelSpent: (moment: string) => `your quota for it is used up until ${moment}`,
  modelBlocked: "your quota does not allow it",
  searchModels: "Search models",
  noSuchModel: "No model matches.",
};

export type OfferWords = typeof en;
