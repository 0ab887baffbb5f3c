import "../together";
import { backend } from "../../shared/api";
import { useCommon } from "../../shared/locales/common";
import { useLoad } from "../../shared/useLoad";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Spinner } from "../../shared/ui/Spinner";
import { useUsageWords } from "../../shared/usage/text";
import type { UsageRow } from "../../shared/usage/usage";
import { UsageFacts } from "../../shared/usage/UsageFacts";
import { refusalWords } from "../refusal/refusal";

export interface DetailsOf {
  conversation: string;
  /** The parts of one answer, each of a turn of its own. */
  messages: readonly string[];
}

/** Of an answer that was continued more often, the last. */
const mostParts = 10;

/** What an answer took: of one that was continued, each part. */
export function DetailsDialog({ conversation, messages, onClose }: DetailsOf & { onClose: () => void }) {
  const t = useUsageWords();
  const common = useCommon();
  const shown = messages.slice(-mostParts);
  const rows = useLoad(`details ${shown.join(" ")}`, () => Promise.all(shown.map((message) => fetchDetails(conversation, message))));
  return (
    <Dialog variant="drawer" title={t.details} onClose={onClose}>
      {Boolean(rows.error) && (
        <>
          <p className="form-error" role="alert">{refusalWords(rows.error)}</p>
          <Button size="small" onClick={rows.refresh}>{common.retry}</Button>
        </>
      )}
      {!rows.value && !rows.error && <Spinner label={common.loading} />}
      {rows.value?.map((row, index) => (
        // What scrolls can be reached with the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section key={shown[index]} aria-label={t.part(messages.length - shown.length + index + 1, messages.length)} tabIndex={0}>
          {shown.length > 1 && <h3>{t.part(messages.length - shown.length + index + 1, messages.length)}</h3>}
          <UsageFacts row={row} />
        </section>
      ))}
    </Dialog>
  );
}

function fetchDetails(conversation: string, message: string): Promise<UsageRow> {
  const [chat, node] = [encodeURIComponent(conversation), encodeURIComponent(message)];
  return backend("GET", `/backend-api/conversation/${chat}/message/${node}/details`);
}
