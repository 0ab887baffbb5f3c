const punctuation = /[\p{P}\p{S}]/u;
const blank = /\s/u;
const word = /[\p{L}\p{N}]/u;
/** Han, kana, hangul and the punctuation that is set at their width. */
const wide = /[\u1100-\u11ff\u2e80-\u303f\u3040-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u{20000}-\u{3ffff}]/u;

/** What the rules of emphasis ask about the character beside a marker; "" stands for the end of the text. */
export const isBlank = (character: string): boolean => character === "" || blank.test(character);
export const isPunctuation = (character: string): boolean => punctuation.test(character);
export const isWord = (character: string): boolean => word.test(character);
export const isWide = (character: string): boolean => wide.test(character);
export const isDigit = (character: string): boolean => character >= "0" && character <= "9";

/** The whole character that ends before `at`; "" at the start. */
export function characterBefore(text: string, at: number): string {
  if (at <= 0) return "";
  const last = text.charCodeAt(at - 1);
  return last >= 0xdc00 && last <= 0xdfff && at > 1 ? text.slice(at - 2, at) : text.charAt(at - 1);
}

/** The whole character at `at`; "" at the end. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** ASCII punctuation: what a backslash makes literal. */
export function isEscapable(code: number): boolean {
  return (code >= 33 && code <= 47) || (code >= 58 && code <= 64) || (code >= 91 && code <= 96) || (code >= 123 && code <= 126);
}
