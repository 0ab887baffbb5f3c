import { expansionsOf, mayBeDrawn, mayBeRead } from "./formulaLimits";
import { bundleAt } from "../shared/lazyModule";

/** Set by the build: where the separate bundle lies. */
declare const KATEX_ADDRESS: string;

/** What is used of KaTeX 0.16.4. */
export interface Katex {
  __parse(tex: string, options: object): unknown;
  __renderToDomTree(tex: string, options: object): KatexNode;
}

interface KatexNode {
  children?: KatexNode[];
  attributes?: Record<string, string>;
  /** A path of SVG that is made for its size. */
  alternate?: string;
  toNode(): Node & { style?: CSSStyleDeclaration };
}

export const katexModule = bundleAt<{ default: Katex }>(KATEX_ADDRESS);

/** Commands that could load or link something stay words, in the colour of the text. */
const untrusted = { strict: false, trust: false, errorColor: "currentColor", maxSize: 20 };

/** The formula as a node for the page; null when it is too big, or none. */
export function formulaNode(katex: Katex, tex: string, isBlock: boolean): Node | null {
  if (!mayBeRead(tex)) return null;
  const options = { displayMode: isBlock, throwOnError: true, ...untrusted, maxExpand: expansionsOf(tex) };
  try {
    if (!mayBeDrawn(katex.__parse(tex, options))) return null;
    const tree = katex.__renderToDomTree(tex, options);
    mend(tree);
    return tree.toNode();
  } catch {
    return null;
  }
}

/**
 * KaTeX writes some styles into `style` attributes, which the page's policy forbids; the object model may set them.
 * Its paths of tall brackets say `MM` for one move, at which the browser stops drawing.
 */
function mend(tree: KatexNode): void {
  const waiting = [tree];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    waiting.push(...(node.children ?? []));
    if (node.alternate) node.alternate = node.alternate.replace("MM", "M");
    const style = node.attributes?.["style"];
    if (!node.attributes || style === undefined) continue;
    delete node.attributes["style"];
    const toNode = node.toNode.bind(node);
    node.toNode = () => {
      const made = toNode();
      if (made.style) made.style.cssText = style;
      return made;
    };
  }
}
