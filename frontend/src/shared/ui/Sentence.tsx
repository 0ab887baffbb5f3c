/** Names in the middle of sentences: whichever way they are written, they turn nothing around beside them. */

/** Marks a name that is put into a sentence, for `Sentence`. The marks are Unicode's own, so that plain text holds as well. */
export function isolated(name: string): string {
  return `\u2068${name.replace(/[\u2066-\u2069]/g, "")}\u2069`;
}

/** A sentence with its names set apart. Copied and searched it reads as without marks. */
export function Sentence({ text }: { text: string }) {
  const parts = text.split(/[\u2068\u2069]/);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <bdi key={index}>{part}</bdi> : part))}</>;
}

/** The same without its marks, where there can be no elements. */
export function plain(text: string): string {
  return text.replace(/[\u2068\u2069]/g, "");
}
