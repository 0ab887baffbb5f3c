import { useSyncExternalStore } from "react";
import type { Mark } from "./ConversationRow";
import type { Summary } from "./api";
import type { History } from "./history";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

/** Whether a conversation of the list is being answered, or was answered while nobody looked. */
export function useMarks(history: History, openId: string | null): (item: Summary) => Mark {
  const { threads } = useSession();
  const { unread } = useStore(history);
  const marks = useSyncExternalStore(threads.subscribe, threads.getMarks);
  return (item) => {
    const own = marks.get(item.id);
    if (own) return own;
    if (item.is_running) return "running";
    return unread.has(item.id) && item.id !== openId ? "unread" : undefined;
  };
}
