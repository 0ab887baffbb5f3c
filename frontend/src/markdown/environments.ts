/** The environments that KaTeX sets by themselves, without dollars around them. */
const names = new Set(
  ("array darray matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix matrix* pmatrix* bmatrix* Bmatrix* vmatrix* Vmatrix* smallmatrix " +
    "subarray cases dcases rcases drcases align align* aligned split gathered gather gather* alignat alignat* alignedat equation " +
    "equation* CD").split(" "),
);

/** The environment that `text` begins with. */
export function environmentIn(text: string): string | null {
  const found = /^\\begin\{([A-Za-z]{1,12}\*?)\}/.exec(text.slice(0, 24));
  return found && names.has(found[1] ?? "") ? (found[1] ?? null) : null;
}
