import { useEffect, useRef } from "react";
import type { Choices } from "../choices/choices";

interface Shortcuts {
  newChat: () => void;
  toggleSidebar: () => void;
  search: () => void;
  focusComposer: () => void;
  stop: () => void;
  deleteChat: () => void;
  copyReply: () => void;
  copyCode: () => void;
  list: () => void;
}

/** The keys that ChatGPT has taught, unless the member has switched them off; `choices/ShortcutsDialog.tsx` names them all. */
export function useShortcuts(shortcuts: Shortcuts, choices: Choices): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (!choices.get().shortcuts || event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], .menu")) return;
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      latest.current[action]();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [choices]);
}

function actionOf(event: KeyboardEvent): keyof Shortcuts | null {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && key === "k") return "search";
  if (command && event.shiftKey && key === "o") return "newChat";
  if (command && event.shiftKey && key === "s") return "toggleSidebar";
  if (command && event.shiftKey && key === "backspace") return "deleteChat";
  if (command && event.shiftKey && key === "c") return "copyReply";
  // Where the key has another letter, it is found by its place.
  if (command && event.shiftKey && (key === ";" || event.code === "Semicolon")) return "copyCode";
  if (command && key === "/") return "list";
  if (event.shiftKey && key === "escape") return "focusComposer";
  return key === "escape" && !command ? "stop" : null;
}
