/** English words about the choice of a model. `zh.ts` must have the same shape. */
export const en = {
  model: "Model",
  chooseModel: (name: string) => `Model: ${name}. Choose another`,
  noModels: "No model available",
  noModelsHint: "No account is bound to you yet. Ask your administrator to bind one.",
  noModelsHintAdmin: "No account is bound to you yet. Bind one to yourself to chat here.",
  bindAccount: "Bind an account",
  modelsFailed: "The models could not be loaded.",
};
