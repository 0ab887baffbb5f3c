// Debian ships KaTeX without types; this is what is used of it.
declare module "katex/katex.mjs" {
  const katex: { render(tex: string, place: HTMLElement, options: Record<string, unknown>): void };
  export default katex;
}
