import { useChatWords } from "../text";
import type { Summary } from "./api";
import { ConversationRow, RowMark } from "./ConversationRow";
import type { History } from "./history";
import { useMarks } from "./marks";
import type { Selection } from "./selection";
import { shownTitle } from "./title";

export interface RowsProps {
  items: readonly Summary[];
  /** Where they come from. */
  history: History;
  openId: string | null;
  onGo: (id: string | null) => void;
  selection: Selection;
}

/** Conversations below each other: to open, or to choose several of. */
export function Rows({ items, history, openId, onGo, selection }: RowsProps) {
  const markOf = useMarks(history, openId);
  return (
    <ul>
      {items.map((item) =>
        selection.chosen ? (
          <ChoiceRow key={item.id} item={item} mark={markOf(item)} isChosen={selection.chosen.has(item.id)} onToggle={() => selection.toggle(item.id)} />
        ) : (
          <ConversationRow
            key={item.id}
            item={item}
            isOpen={item.id === openId}
            mark={markOf(item)}
            onGo={onGo}
            onSelect={() => selection.begin(item.id)}
          />
        ),
      )}
    </ul>
  );
}

interface ChoiceProps {
  item: Summary;
  mark: Parameters<typeof RowMark>[0]["mark"];
  isChosen: boolean;
  onToggle: () => void;
}

function ChoiceRow({ item, mark, isChosen, onToggle }: ChoiceProps) {
  const t = useChatWords();
  return (
    <li className="conversation">
      <label className="conversation-choice">
        <input type="checkbox" checked={isChosen} data-id={item.id} onChange={onToggle} />
        <span className="conversation-title" dir="auto">
          {shownTitle(item.title, t)}
        </span>
        <RowMark mark={mark} />
      </label>
    </li>
  );
}
