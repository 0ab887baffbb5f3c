import { memo, useMemo, useState } from "react";
import { type Block, GrowingText, lex } from "./blocks";
import { BlockView } from "./BlockView";

const MemoBlock = memo(
  function MemoBlock({ block }: { block: Block }) {
    return <BlockView block={block} />;
  },
  (before, after) => before.block === after.block || (before.block.raw === after.block.raw && before.block.type === after.block.type),
);

/** A text as React elements. While it is being written only its open end is read again; a finished text is read as a whole. */
export function Markdown({ text, isGrowing }: { text: string; isGrowing: boolean }) {
  const [growing] = useState(() => new GrowingText());
  const blocks = useMemo(() => (isGrowing ? growing.read(text) : lex(text)), [growing, isGrowing, text]);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (block.type === "space" ? null : <MemoBlock key={index} block={block} />))}
    </div>
  );
}
