/**
 * What KaTeX is given. It nests a dozen elements for each fraction or root, and a browser's process ends at a few thousand of them
 * inside each other; a macro that doubles itself fills the memory. Beyond a bound the source is shown instead.
 */
export const formulaLimits = {
  /** Characters. */
  length: 6_000,
  /** Groups, environments and `\left` inside each other. */
  groups: 30,
  /** Parts that KaTeX has read, inside each other and in all. */
  depth: 75,
  parts: 8_000,
  /** Replaced macros of a formula, and characters that a formula's own macros may become. */
  expansions: 1_000,
  expandedLength: 20_000,
};

const nesting = /\\(?:left|right|begin|end)(?![A-Za-z])|\\[\s\S]|[{}]/g;
const opening = new Set(["{", "\\left", "\\begin"]);
const closing = new Set(["}", "\\right", "\\end"]);

/** Is the formula small enough to be read at all? */
export function mayBeRead(tex: string): boolean {
  if (tex.length > formulaLimits.length) return false;
  let depth = 0;
  for (const [mark = ""] of tex.matchAll(nesting)) {
    if (opening.has(mark)) depth++;
    else if (closing.has(mark)) depth--;
    if (depth > formulaLimits.groups) return false;
  }
  return true;
}

/** How many macros may be replaced in it: few when it defines some, since each may stand for the whole formula again. */
export function expansionsOf(tex: string): number {
  const defines = /\\(?:[egx]?def|(?:future)?let|(?:re)?newcommand|providecommand)(?![A-Za-z])/.test(tex);
  return defines ? Math.min(formulaLimits.expansions, Math.floor(formulaLimits.expandedLength / tex.length)) : formulaLimits.expansions;
}

/** Is what KaTeX has read small enough to be drawn? */
export function mayBeDrawn(tree: unknown): boolean {
  const waiting: { value: object; depth: number }[] = [{ value: Object(tree) as object, depth: 0 }];
  let parts = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const isPart = "type" in next.value;
    const depth = next.depth + (isPart ? 1 : 0);
    if (isPart && (++parts > formulaLimits.parts || depth > formulaLimits.depth)) return false;
    for (const [key, value] of Object.entries(next.value)) {
      // `loc` leads to the reader and its whole text.
      if (key !== "loc" && typeof value === "object" && value !== null) waiting.push({ value, depth });
    }
  }
  return true;
}
