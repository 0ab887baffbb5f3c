import { memo, useId, useMemo, useState } from "react";
import { BlockView } from "./BlockView";
import { GrowingText, type Piece } from "./blocks";
import { FootnotePrefix } from "./Footnote";

const MemoPiece = memo(
  function MemoPiece({ piece }: { piece: Piece }) {
    return <BlockView block={piece.block} />;
  },
  ({ piece: before }, { piece: after }) =>
    before === after || (before.source === after.source && before.links === after.links && before.block.type === after.block.type),
);

/** A text as React elements. Only its open end is read again while it is being written. */
export function Markdown({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const [growing] = useState(() => new GrowingText());
  const pieces = useMemo(() => growing.read(isGrowing ? withoutOpenMarker(text) : text, !isGrowing), [growing, isGrowing, text]);
  return (
    <FootnotePrefix.Provider value={useId()}>
      <div className="markdown">
        {pieces.map((piece, index) => (
          <MemoPiece key={index} piece={piece} />
        ))}
      </div>
    </FootnotePrefix.Provider>
  );
}

/**
 * Leaves out a last line of nothing but the marks of a list, an underline or a fence: what they will be is not yet to be seen,
 * and for a moment they would make something else of the line above.
 */
function withoutOpenMarker(text: string): string {
  const start = text.lastIndexOf("\n") + 1;
  return start > 0 && text.length - start < 200 && /^[ \t>]*(?:[-=]+|`+|~+)[ \t]*$/.test(text.slice(start)) ? text.slice(0, start - 1) : text;
}
