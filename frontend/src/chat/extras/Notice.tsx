import { useState } from "react";
import { Markdown } from "../../markdown/Markdown";
import { pageData } from "../../shared/pageData";
import { IconButton } from "../../shared/ui/Button";
import { CloseIcon } from "../../shared/ui/icons";
import { useLoad } from "../../shared/useLoad";
import { useSession } from "../session/session";
import { fetchNotice } from "./api";
import { useExtraWords } from "./text";

/** What the administrators have to say, until the reader has dismissed it; another text is said again. */
export function Notice() {
  const { storage } = useSession();
  const [dismissed, setDismissed] = useState(() => storage.get("notice"));
  const id = pageData()["notice"];
  return id && id !== dismissed ? <Loaded onDismiss={(seen) => { storage.set("notice", seen); setDismissed(seen); }} dismissed={dismissed} /> : null;
}

function Loaded({ dismissed, onDismiss }: { dismissed: string | null; onDismiss: (id: string) => void }) {
  const t = useExtraWords();
  const { value } = useLoad("notice", fetchNotice);
  // It may have been changed since the page was made.
  if (!value?.text || value.id === dismissed) return null;
  return (
    <section className="site-notice" aria-label={t.notice}>
      <div className="site-notice-text"><Markdown text={value.text} isGrowing={false} /></div>
      <IconButton icon={CloseIcon} label={t.dismiss} onClick={() => onDismiss(value.id)} />
    </section>
  );
}
