import { useEffect, useRef } from "react";

/** Calls `onFiles` when files are dropped anywhere on the page; the browser would else leave the page for them. */
export function useDroppedFiles(onFiles: () => void): void {
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, []);
}

/** Whether there are files and no text that could be taken instead. */
export function hasFiles(data: DataTransfer | null): boolean {
  return data !== null && data.types.includes("Files") && !data.types.includes("text/plain");
}
