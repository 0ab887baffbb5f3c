import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { CloseIcon, RefreshIcon, WarningIcon } from "../../shared/ui/icons";
import { useChatWords } from "../text";
import type { Upload, Uploads } from "./uploads";

/** The images of the message that is being written: how far each has come, and why one failed. */
export function UploadChips({ uploads, items }: { uploads: Uploads; items: readonly Upload[] }) {
  const t = useChatWords();
  if (items.length === 0) return null;
  return (
    <ul className="uploads" aria-label={t.messageImages}>
      {items.map((upload) => (
        <li key={upload.key} className={names("upload", upload.state === "failed" && "upload-failed")}>
          {upload.isImage ? <img className="upload-picture" src={upload.preview} alt="" /> : <span className="upload-picture"><WarningIcon /></span>}
          <span className="upload-text">
            <span className="upload-name" dir="auto">{upload.name}</span>
            {upload.state === "failed" && <span className="upload-reason" role="alert">{upload.reason}</span>}
            {(upload.state === "uploading" || upload.state === "waiting") && (
              <progress value={upload.progress} max={1} aria-label={t.uploadProgress(upload.name)} />
            )}
          </span>
          {upload.state === "failed" && upload.isImage && (
            <IconButton icon={RefreshIcon} iconSize={16} label={t.retryUpload(upload.name)} onClick={() => uploads.retry(upload.key)} />
          )}
          <IconButton
            icon={CloseIcon}
            iconSize={16}
            label={t.removeUpload(upload.name)}
            onClick={() => {
              uploads.remove(upload.key);
              document.getElementById("composer")?.focus();
            }}
          />
        </li>
      ))}
    </ul>
  );
}
