/** English words about the search. `zh.ts` must have the same shape. */
export const en = {
  searchResults: "Results",
  recentChats: "Recent chats",
  searching: "Searching…",
  searchingOlder: "Searching older messages…",
  nothingFound: (query: string) => `Nothing was found for “${query}”.`,
  nothingYet: "Nothing among the newer messages.",
  hits: (count: number) => (count === 1 ? "1 result" : `${count} results`),
  searchOlder: "Search older messages",
  searchFailed: "The search did not work.",
  searchHint: "Narrow it: “an exact phrase” · in:project · before:2026-01-31 · after:2026-01",
};
