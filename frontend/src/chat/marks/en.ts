/** English words about how an answer came to be: continued, and by whom. `zh.ts` must have the same shape. */
export const en = {
  continuedWith: (account: string) => `Continued with account ${account}`,
  continuedElsewhere: "Continued with another account",
  formerBroken: (former: string) => `${former} does not work at the moment`,
  formerLimited: (former: string) => `${former} takes no more questions for now`,
  formerLimitedUntil: (former: string, moment: string) => `${former} takes no more questions until ${moment}`,
  formerOff: (former: string) => `${former} was switched off`,
  continued: (account: string, former: string | null) => `${account}${former ? `; ${former}` : ""}.`,
  seam: (at: string, model: string | null) => (model ? `at character ${at} with ${model}` : `at character ${at}`),
  seams: (places: string[]) => `Continued ${places.join(", ")}.`,
};

export type MarkWords = typeof en;
