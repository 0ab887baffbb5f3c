import { useRef } from "react";
import { IconButton } from "../../shared/ui/Button";
import { AttachIcon } from "../../shared/ui/icons";
import { useChatWords } from "../text";

/** Opens the system's way to choose files. */
export function PickFiles({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useChatWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon={AttachIcon} label={t.attachFiles} className="attach-button" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // So that the same file can be chosen again.
          event.target.value = "";
        }}
      />
    </>
  );
}
