/** A name in a table: cut where it is too long, whole as its tooltip. */
export function CellText({ text, isStrong = false }: { text: string; isStrong?: boolean }) {
  const Tag = isStrong ? "strong" : "span";
  return (
    <Tag className="cell-text" dir="auto" title={text}>
      {text}
    </Tag>
  );
}
