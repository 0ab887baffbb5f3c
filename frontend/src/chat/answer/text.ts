import type { en } from "./en";

export type AnswerWords = typeof en;
