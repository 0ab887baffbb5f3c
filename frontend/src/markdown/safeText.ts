const entities: Record<string, string> = {
  amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", ensp: "\u2002", emsp: "\u2003", thinsp: "\u2009", shy: "\u00ad",
  copy: "©", reg: "®", trade: "™", deg: "°", plusmn: "±", times: "×", divide: "÷", middot: "·", bull: "•", hellip: "…", ndash: "–",
  mdash: "—", lsquo: "‘", rsquo: "’", ldquo: "“", rdquo: "”", laquo: "«", raquo: "»", larr: "←", uarr: "↑", rarr: "→", darr: "↓",
  harr: "↔", rArr: "⇒", hArr: "⇔", le: "≤", ge: "≥", ne: "≠", asymp: "≈", infin: "∞", euro: "€", pound: "£", yen: "¥", sect: "§",
  para: "¶", micro: "µ", sum: "∑", radic: "√", minus: "−", frac12: "½", frac14: "¼", frac34: "¾", alpha: "α", beta: "β", gamma: "γ",
  delta: "δ", pi: "π", sigma: "σ", omega: "ω", lambda: "λ", mu: "μ", theta: "θ", Delta: "Δ", Omega: "Ω", Sigma: "Σ",
};
const entity = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}\d{0,2}));/g;

/** The text with the usual entities of HTML as the characters that they stand for. */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(entity, (whole, decimal, hex, name) => {
    if (name) return (Object.hasOwn(entities, name as string) ? entities[name as string] : null) ?? whole;
    const code = decimal ? Number(decimal) : parseInt(hex as string, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}

/** The address when it is a web or mail address, else null: nothing that a model writes may run or read a file. */
export function safeAddress(href: string): string | null {
  try {
    const url = new URL(href);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export const isSafe = (href: string): boolean => safeAddress(href) !== null;
