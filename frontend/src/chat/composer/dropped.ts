import { useEffect, useRef, useState } from "react";

/** Calls `onFiles` with what is dropped anywhere on the page; the browser would else leave the page for it. Returns whether files are held above it. */
export function useDroppedFiles(onFiles: (files: readonly File[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      // What is modal has nothing to do with the message below it.
      const isTaken = document.querySelector("dialog[open]") === null;
      if (event.dataTransfer) event.dataTransfer.dropEffect = isTaken ? "copy" : "none";
      setOver(isTaken);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (document.querySelector("dialog[open]") === null) latest.current(filesOf(event.dataTransfer));
    };
    window.addEventListener("dragover", over);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);
  return isOver;
}

/** Whether there are files and no text that could be taken instead. */
export function hasFiles(data: DataTransfer | null): boolean {
  return data !== null && data.types.includes("Files") && !data.types.includes("text/plain");
}

export function filesOf(data: DataTransfer | null): readonly File[] {
  return data ? [...data.files] : [];
}
