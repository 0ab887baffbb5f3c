import { formatNumber } from "../../shared/i18n";
import { names } from "../../shared/names";
import { IconButton } from "../../shared/ui/Button";
import { CloseIcon, FileIcon, RefreshIcon, WarningIcon } from "../../shared/ui/icons";
import type { DocumentText } from "../files/files";
import type { Upload, Uploads } from "../files/uploads";
import { encodings } from "./encodings";
import { useFileWords } from "./text";

/** The files of the message that is being written: how far each has come, what is read of it, and why one failed. */
export function UploadChips({ uploads, items }: { uploads: Uploads; items: readonly Upload[] }) {
  const t = useFileWords();
  return (
    <ul className="uploads" aria-label={t.messageFiles}>
      {items.map((upload) => (
        <li key={upload.key} className={names("upload", upload.state === "failed" && "upload-failed")}>
          <Picture upload={upload} />
          <span className="upload-text">
            <span className="upload-name" dir="auto" title={upload.name}>{upload.name}</span>
            <State upload={upload} />
            {upload.sent?.text && <Read name={upload.name} text={upload.sent.text} onEncoding={(encoding) => void uploads.reread(upload.key, encoding)} />}
            {upload.reason !== "" && <span className="upload-reason" role="alert">{upload.reason}</span>}
          </span>
          {upload.state === "failed" && upload.isWorthAnotherTry && (
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

function Picture({ upload }: { upload: Upload }) {
  if (upload.state === "failed" && !upload.isWorthAnotherTry) return <span className="upload-picture upload-unread"><WarningIcon /></span>;
  return upload.preview ? <img className="upload-picture" src={upload.preview} alt="" /> : <span className="upload-picture"><FileIcon /></span>;
}

function State({ upload }: { upload: Upload }) {
  const t = useFileWords();
  if (upload.state !== "uploading" && upload.state !== "waiting") return null;
  // The server reads a document once all of it is there.
  if (upload.progress === 1) return <span className="upload-facts">{t.reading}</span>;
  return <progress value={upload.progress} max={1} aria-label={t.uploadProgress(upload.name)} />;
}

/** What models get of a document. The encoding of a text file may be another one than it was taken for. */
function Read({ name, text, onEncoding }: { name: string; text: DocumentText; onEncoding: (encoding: string) => void }) {
  const t = useFileWords();
  if (text.tokens === 0) return <span className="upload-facts">{t.noText}</span>;
  return (
    <span className="upload-facts">
      {[t.tokens(formatNumber(text.tokens)), ...(text.is_cut ? [t.cut] : [])].join(" · ")}
      {text.encoding !== null && text.encoding !== "UTF-8" && (
        <select className="upload-encoding" aria-label={t.encoding(name)} value={text.encoding} onChange={(event) => onEncoding(event.target.value)}>
          {encodings.map((encoding) => (
            <option key={encoding}>{encoding}</option>
          ))}
        </select>
      )}
    </span>
  );
}
