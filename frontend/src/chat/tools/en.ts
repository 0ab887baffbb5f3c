/** English words about what a provider's tools did for an answer. `zh.ts` must have the same shape. */
export const en = {
  running: {
    search: (subject: string) => (subject ? `Searching the web for “${subject}”…` : "Searching the web…"),
    page: (subject: string) => `Reading ${subject}…`,
    code: () => "Running code…",
  } as Record<"search" | "page" | "code", (subject: string) => string>,
  searches: (count: number) => (count === 1 ? "searched the web" : `searched the web ${count} times`),
  pages: (count: number) => (count === 1 ? "read a page" : `read ${count} pages`),
  programs: (count: number) => (count === 1 ? "ran code" : `ran code ${count} times`),
  joined: (parts: readonly string[]) => parts.join(", "),
  search: "Searched the web",
  page: "Read",
  code: "Ran code",
  failed: "did not work",
  output: "Output",
  sources: (count: number) => (count === 1 ? "1 source" : `${count} sources`),
};
