/** English words about the choice of a model. `zh.ts` must have the same shape. */
export const en = {
  model: "Model",
  chooseModel: (name: string) => `Model: ${name}. Choose another`,
  noModels: "No model available",
  noModelsHint: "No account is bound to you yet. Ask your administrator to bind one.",
  noModelsHintAdmin: "No account is bound to you yet. Bind one to yourself to chat here.",
  bindAccount: "Bind an account",
  countsAs: (weight: number) => (weight === 0 ? "does not count" : `counts as ${weight}`),
  modelResting: (moment: string) => `not available until ${moment}`,
  modelBroken: "not available: your administrator has to look at its account",
  modelSpent: (moment: string) => `your quota for it is used up until ${moment}`,
  modelBlocked: "your quota does not allow it",
  searchModels: "Search models",
  noSuchModel: "No model matches.",
  modelsFailed: "The models could not be loaded.",
};
