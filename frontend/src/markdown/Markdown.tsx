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
  const pieces = useMemo(() => (isGrowing ? growing.readOpen(text) : growing.read(text, true)), [growing, isGrowing, text]);
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
