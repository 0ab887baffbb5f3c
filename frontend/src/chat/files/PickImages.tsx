import { useRef } from "react";
import { IconButton } from "../../shared/ui/Button";
import { ImageIcon } from "../../shared/ui/icons";
import { useChatWords } from "../text";

/** Opens the system's way to choose images. */
export function PickImages({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const t = useChatWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton icon={ImageIcon} label={t.attachImages} className="attach-button" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept="image/*"
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
