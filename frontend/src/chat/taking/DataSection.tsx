import { useRef, useState } from "react";
import { ApiError } from "../../shared/api";
import { explain, useCommon } from "../../shared/locales/common";
import { sizeOf } from "../../shared/size";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { useSession } from "../session/session";
import { useChatWords } from "../text";
import { beginErasure, beginExport, beginImport, type ExportReport, type ImportReport } from "./api";
import { DownloadLink, Failure, Progress } from "./Parts";
import { Report } from "./Report";
import { useTakingWords } from "./text";
import { useTask } from "./useTask";

/** What a member can do with all of their chats: take them along, bring some, delete them. */
export function DataSection() {
  const t = useTakingWords();
  return (
    <section aria-label={t.data}>
      <h3>{t.data}</h3>
      <ExportAll />
      <Import />
      <Erase />
    </section>
  );
}

function useAttempt() {
  const words = useChatWords();
  const [message, setMessage] = useState<string | null>(null);

  async function attempt(act: () => Promise<unknown>) {
    setMessage(null);
    try {
      await act();
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      setMessage(error instanceof ApiError ? explain(error) : words.actionFailed);
    }
  }

  return { attempt, alert: message && <p className="form-error" role="alert">{message}</p> };
}

function ExportAll() {
  const t = useTakingWords();
  const common = useCommon();
  const { attempt, alert } = useAttempt();
  const { job: task, isRunning, begin, cancel } = useTask<ExportReport>("export");
  const { chats = 0, files = 0, files_missing: missing = 0, download_url: url, file_name: name = "", size = 0 } = task?.report ?? {};
  return (
    <section>
      <h4>{t.exportAll}</h4>
      <p>{t.exportNote}</p>
      {isRunning && <Progress label={t.exporting(chats, files)} />}
      {task?.status === "done" && url && (
        <p role="status">
          {t.exported(chats, files)} <DownloadLink url={url} name={name} label={`${t.download} (${sizeOf(size)})`} />
        </p>
      )}
      {task?.status === "done" && missing > 0 && <Banner tone="warn">{t.exportMissing(missing)}</Banner>}
      <Failure task={task} />
      {alert}
      {isRunning
        ? <Button size="small" onClick={() => void attempt(cancel)}>{common.cancel}</Button>
        : <Button size="small" onClick={() => void attempt(() => begin(() => beginExport()))}>{t.exportAll}</Button>}
    </section>
  );
}

function Import() {
  const t = useTakingWords();
  const common = useCommon();
  const { lists } = useSession();
  const { attempt, alert } = useAttempt();
  const input = useRef<HTMLInputElement>(null);
  const [upload, setUpload] = useState<{ part: number; abort: AbortController } | null>(null);
  const { job: task, isRunning, begin, cancel, close } = useTask<ImportReport>("import", () => void lists.refresh());

  async function send(file: File) {
    const abort = new AbortController();
    setUpload({ part: 0, abort });
    await attempt(() => begin(() => beginImport(file, (part) => setUpload({ part, abort }), abort.signal)));
    setUpload(null);
  }

  const isBusy = upload !== null || isRunning;
  return (
    <section>
      <h4>{t.importTitle}</h4>
      <p>{t.importNote}</p>
      {upload && <Progress label={t.uploading} part={upload.part} />}
      {!upload && isRunning && <Progress label={t.importing} {...(task?.total ? { part: task.done / task.total } : {})} />}
      <Failure task={task} />
      {alert}
      {!isRunning && task && <Report report={task.report} />}
      <input
        ref={input} type="file" accept=".zip,.json,application/zip,application/json" hidden aria-label={t.pick} data-testid="import-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) void send(file);
        }}
      />
      {isBusy
        ? <Button size="small" onClick={() => (upload ? upload.abort.abort() : void attempt(cancel))}>{common.cancel}</Button>
        : (
          <Button size="small" onClick={() => {
            close();
            input.current?.click();
          }}>
            {task ? t.again : t.pick}
          </Button>
        )}
    </section>
  );
}

function Erase() {
  const t = useTakingWords();
  const { user } = useSession();
  const { attempt, alert } = useAttempt();
  const [isAsked, setAsked] = useState(false);
  const [typed, setTyped] = useState("");
  const { job: task, isRunning, begin } = useTask<{ chats: number }>("erasure", () => {
    // Nothing of what the page knows is there any more.
    if (isAsked) window.location.assign("/");
  });
  const isConfirmed = typed === user.username;
  return (
    <section>
      <h4>{t.eraseTitle}</h4>
      <p>{t.eraseNote}</p>
      {isRunning && <Progress label={t.erasing} />}
      <Failure task={task} />
      {alert}
      {isAsked && !isRunning && (
        <form
          className="form" noValidate autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            if (isConfirmed) void attempt(() => begin(() => beginErasure(typed)));
          }}
        >
          <p>{t.eraseStays}</p>
          <TextField
            label={t.eraseConfirm(user.username)} name="user_name" value={typed} autoCapitalize="none" spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button variant="danger" type="submit" size="small" disabled={!isConfirmed}>{t.eraseNow}</Button>
        </form>
      )}
      {!isAsked && !isRunning && <Button size="small" variant="danger" onClick={() => setAsked(true)}>{t.eraseTitle}</Button>}
    </section>
  );
}
