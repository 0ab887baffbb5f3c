import { useChatWords } from "../text";
import { Button } from "../../shared/ui/Button";
import { useSession } from "../session/session";
import type { Thread } from "../thread/thread";
import { useActs } from "./acts";
import { route } from "../page/route";

/** In place of the composer: a chat in the trash is read, and goes on once it is restored. */
export function TrashedBar({ thread }: { thread: Thread }) {
  const t = useChatWords();
  const { lists } = useSession();
  const { attempt } = useActs((id) => route.go(id));

  function restore() {
    void attempt(async () => {
      const { id } = thread.get();
      if (id) await lists.restore([id]);
      thread.note({ isTrashed: false });
    });
  }

  return (
    <div className="composer-frame trashed-bar">
      <p role="status">{t.inTrash}</p>
      <Button variant="primary" onClick={restore}>
        {t.restore}
      </Button>
    </div>
  );
}
