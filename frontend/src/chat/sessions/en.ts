/** English words about the browsers that are signed in. `zh.ts` must have the same shape. */
export const sessionsEn = {
  sessionsText: "Every browser that is signed in as you. One that is not used for a week is signed out by itself.",
  sessionHere: "This browser",
  sessionByLink: "personal link",
  sessionByPassword: "password",
  sessionSince: (way: string, since: string) => `Signed in by ${way}, ${since}`,
  sessionUsed: (used: string) => `Last used about ${used}`,
  signOutEverywhere: "Sign out everywhere",
  signOutEverywhereText: "This browser is signed out, too. Your personal link goes on working: if somebody else has it, ask your administrator for a new one.",
};

export type SessionsWords = typeof sessionsEn;
