/** 代码块与脚注的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  codePlain: "文本",
  codeLabel: (name) => `代码，${name}`,
  footnote: (label) => `脚注 ${label}`,
  footnoteBack: (label) => `回到脚注 ${label} 的位置`,
  wrapLines: "自动换行",
};
