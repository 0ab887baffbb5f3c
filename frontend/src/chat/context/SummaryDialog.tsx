import "../together";
import { backend } from "../../shared/api";
import { Markdown } from "../../markdown/Markdown";
import { useCommon } from "../../shared/locales/common";
import { useLoad } from "../../shared/useLoad";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Spinner } from "../../shared/ui/Spinner";
import { refusalWords } from "../refusal/refusal";
import { useContextWords } from "./text";

export interface SummaryOf {
  conversation: string;
  /** The answer that was written with it. */
  message: string;
}

interface Summary {
  text: string;
  model_slug: string;
}

/** What the model read in place of the oldest messages. */
export function SummaryDialog({ conversation, message, onClose }: SummaryOf & { onClose: () => void }) {
  const t = useContextWords();
  const common = useCommon();
  const summary = useLoad(`summary ${message}`, () =>
    backend<Summary>("GET", `/backend-api/conversation/${encodeURIComponent(conversation)}/message/${encodeURIComponent(message)}/summary`),
  );
  return (
    <Dialog variant="drawer" title={t.summary} onClose={onClose}>
      {Boolean(summary.error) && (
        <>
          <p className="form-error" role="alert">{refusalWords(summary.error)}</p>
          <Button size="small" onClick={summary.refresh}>{common.retry}</Button>
        </>
      )}
      {!summary.value && !summary.error && <Spinner label={common.loading} />}
      {summary.value && (
        // What scrolls can be reached with the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section aria-label={t.summary} tabIndex={0}>
          <p className="soft">{t.summaryBy(summary.value.model_slug)}</p>
          <Markdown text={summary.value.text} isGrowing={false} />
        </section>
      )}
    </Dialog>
  );
}
