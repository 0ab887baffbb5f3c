/** English words about the availability of models. `zh.ts` must have the same shape. */
export const availabilityEn = {
  title: "Availability",
  intro: "Of the requests to each model in the last 30 days, how many succeeded. One field a day, today at the end.",
  empty: "You have no model to choose from.",
  nobody: "no requests",
  strip: (model: string, percent: string) => `${model}: ${percent} over 30 days`,
};

export type AvailabilityWords = typeof availabilityEn;
