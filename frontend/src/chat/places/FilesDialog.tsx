import { useCallback, useState } from "react";
import "../together";
import "../../shared/late";
import { backend } from "../../shared/api";
import { formatDateTime } from "../../shared/i18n";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { sizeOf } from "../../shared/size";
import { Checkbox } from "../../shared/ui/Field";
import { Spinner } from "../../shared/ui/Spinner";
import { Styled } from "../extras/Styled";
import { MessageFiles } from "../files/MessageFiles";
import { fileAddress, filesPath, type SentFile } from "../files/files";
import { useChatWords } from "../text";
import { usePlaceWords } from "./text";
import { usePaged } from "./usePaged";

interface StoredFile {
  file_id: string;
  file_name: string;
  file_size_bytes: number;
  creation_time: string;
  width: number | null;
  height: number | null;
}

interface Stored {
  items: StoredFile[];
  total: number;
  bytes: number;
  most_bytes: number | null;
}

const idOf = (file: StoredFile) => file.file_id;

/** The member's files, what they take on the server's disk, and of how much. */
export function FilesDialog({ onClose }: { onClose: () => void }) {
  const t = usePlaceWords();
  const words = useChatWords();
  const [use, setUse] = useState<Pick<Stored, "bytes" | "most_bytes"> | null>(null);
  const [isMade, setMade] = useState(false);
  return (
    <Dialog title={words.files} wide onClose={onClose}>
      {use && <p>{use.most_bytes === null ? t.filesTake(sizeOf(use.bytes)) : t.filesTakeOf(sizeOf(use.bytes), sizeOf(use.most_bytes))}</p>}
      {use?.most_bytes && <meter className="files-use" min={0} max={use.most_bytes} high={use.most_bytes * 0.8} value={use.bytes} aria-label={words.files} />}
      <p className="conversations-note">{t.filesText}</p>
      <Checkbox label={t.madePictures} checked={isMade} onChange={(event) => setMade(event.target.checked)} />
      <FileList key={String(isMade)} isMade={isMade} onUse={setUse} />
    </Dialog>
  );
}

/** All of them with their names, or those that models made to be looked at. */
function FileList({ isMade, onUse }: { isMade: boolean; onUse: (use: Stored) => void }) {
  const t = usePlaceWords();
  const common = useCommon();
  const fetch = useCallback(async (offset: number, limit: number) => {
    const found = await backend<Stored>("GET", `${filesPath}?offset=${offset}&limit=${limit}${isMade ? "&made=true" : ""}`);
    onUse(found);
    return found;
  }, [isMade, onUse]);
  const { items, total, load, more } = usePaged(fetch, idOf);
  return (
    <>
      {isMade ? <Styled><div className="gallery"><MessageFiles files={items.map(picture)} /></div></Styled> : (
        <ul className="archived">
          {items.map((file) => (
            <li key={file.file_id}>
              <span className="trashed">
                <a href={fileAddress(file.file_id)} download={file.file_name} dir="auto" title={file.file_name}>
                  {file.file_name}
                </a>
                <small>{`${sizeOf(file.file_size_bytes)} · ${formatDateTime(Date.parse(file.creation_time) / 1000)}`}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
      {load === "loading" && <Spinner label={common.loading} />}
      {load === "failed" && <Button onClick={() => void more()}>{common.retry}</Button>}
      {load === "idle" && items.length === 0 && <p className="conversations-note">{isMade ? t.noPictures : t.noFiles}</p>}
      {load === "idle" && items.length < total && <Button onClick={() => void more()}>{common.more}</Button>}
    </>
  );
}

function picture({ file_id: id, file_name: name, file_size_bytes: size, width, height }: StoredFile): SentFile {
  return { id, name, size, width, height, text: null };
}
