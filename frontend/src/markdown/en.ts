/** English words about code blocks and footnotes. `zh.ts` must have the same shape. */
export const en = {
  codePlain: "Text",
  codeLabel: (name: string) => `Code, ${name}`,
  footnote: (label: string) => `Footnote ${label}`,
  footnoteBack: (label: string) => `Back to where footnote ${label} belongs`,
  wrapLines: "Wrap long lines",
};
