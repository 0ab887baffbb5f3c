import { isolated } from "../../shared/ui/Sentence";
import { bindings } from "./api";
import { useBindingText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { Confirm } from "../ui/Confirm";
import { useLoad } from "../../shared/useLoad";

/** Removing a binding says whether it was the member's last one. */
export function RemoveBinding({ id, userId, username, accountName, onDone, onClose }: {
  id: number;
  userId: number;
  username: string;
  accountName: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const text = useBindingText();
  const t = text.bindings;
  const others = useLoad(`bindings of ${userId}`, (signal) => bindings.list({ page: 1, pageSize: 1, signal }, { user_id: userId }));
  const isLast = others.value?.total === 1;
  return (
    <Confirm
      title={t.deleteTitle(isolated(username), isolated(accountName))}
      confirmLabel={text.common.remove}
      danger
      isReady={!others.isLoading}
      act={() => bindings.delete(id)}
      onDone={onDone}
      onClose={onClose}
    >
      {isLast ? <Banner tone="warn">{t.deleteLast}</Banner> : <p>{t.deleteText}</p>}
    </Confirm>
  );
}
