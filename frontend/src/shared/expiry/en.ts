/** Words about when something ends by itself. */
import { count } from "../locales/count.en";

export const expiryEn = {
  label: "Expires",
  never: "Never",
  days: (days: number) => `In ${count(days, "day")}`,
  custom: "At a date of my choice",
  date: "Date and time",
  past: "Choose a time in the future.",
};

export type ExpiryWords = typeof expiryEn;
