import { useState } from "react";
import { isolated } from "../../shared/ui/Sentence";
import { Dialog } from "../../shared/ui/Dialog";
import { useChatWords } from "../text";
import { fileAddress, type SentFile } from "./files";

/** The files of a message: a click shows an image as large as the window, and saves a document. */
export function MessageFiles({ files }: { files: readonly SentFile[] }) {
  const t = useChatWords();
  const [shown, setShown] = useState<SentFile | null>(null);
  if (files.length === 0) return null;
  return (
    <div className="message-images">
      {files.map((file) => file.width === null ? (
        <a key={file.id} className="message-document" href={fileAddress(file.id)} download={file.name} title={file.name} dir="auto">
          {file.name}
        </a>
      ) : (
        <button key={file.id} type="button" className="message-image" aria-label={t.openImage(file.name)} title={file.name} onClick={() => setShown(file)}>
          <img src={fileAddress(file.id)} alt={file.name} loading="lazy" {...sidesOf(file)} />
        </button>
      ))}
      {shown && (
        <Dialog variant="page" title={isolated(shown.name)} onClose={() => setShown(null)}>
          <div className="image-large">
            <img src={fileAddress(shown.id)} alt={shown.name} {...sidesOf(shown)} />
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** Known before the image is there, so that nothing moves when it comes. */
function sidesOf({ width, height }: SentFile): { width?: number; height?: number } {
  return width && height ? { width, height } : {};
}
