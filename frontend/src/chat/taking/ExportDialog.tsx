import "../together";
import { useState } from "react";
import { ApiError } from "../../shared/api";
import { explain } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { useChatWords } from "../text";
import { beginExport, type ExportReport, type Format } from "./api";
import { DownloadLink, Failure, Progress } from "./Parts";
import { useTakingWords } from "./text";
import { useTask } from "./useTask";

/** Writes one chat into a file. */
export function ExportDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTakingWords();
  const words = useChatWords();
  const [message, setMessage] = useState<string | null>(null);
  const { job: task, isRunning, begin } = useTask<ExportReport>(`export:${id}`);

  async function start(format: Format) {
    setMessage(null);
    try {
      await begin(() => beginExport(id, format));
    } catch (error) {
      setMessage(error instanceof ApiError ? explain(error) : words.actionFailed);
    }
  }

  const report = task?.status === "done" ? task.report : {};
  return (
    <Dialog title={t.exportTitle} onClose={onClose}>
      <div className="form">
        <Button disabled={isRunning} onClick={() => void start("markdown")} data-autofocus>{t.markdown}</Button>
        <Button disabled={isRunning} onClick={() => void start("json")}>{t.json}</Button>
        {isRunning && <Progress label={t.exportTitle} />}
        <Failure task={task} />
        {message && <p className="form-error" role="alert">{message}</p>}
        {report.download_url && (
          <p role="status">
            <span dir="auto">{report.file_name}</span>{" "}
            <DownloadLink url={report.download_url} name={report.file_name ?? ""} label={t.download} />
          </p>
        )}
      </div>
    </Dialog>
  );
}
