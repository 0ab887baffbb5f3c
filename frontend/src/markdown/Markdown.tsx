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
  const blocks = useMemo(() => (isGrowing ? growing.read(withoutOpenMarker(text)) : lex(text)), [growing, isGrowing, text]);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (block.type === "space" ? null : <MemoBlock key={index} block={block} />))}
    </div>
  );
}

/** Leaves out a last line of nothing but dashes: it will be a list item, yet for a moment it would make a heading of the line above. */
function withoutOpenMarker(text: string): string {
  return text.replace(/\n[ \t>]*[-=]+[ \t]*$/, "");
}
