import { useEffect, useRef } from "react";

interface Shortcuts {
  newChat: () => void;
  toggleSidebar: () => void;
  search: () => void;
  focusComposer: () => void;
  stop: () => void;
  deleteChat: () => void;
}

/** The keys that ChatGPT has taught: Ctrl/⌘ K, Ctrl/⌘ Shift O, Ctrl/⌘ Shift S, Shift ⌫, Shift Esc, and Esc to stop. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open], .menu")) return;
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      latest.current[action]();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function actionOf(event: KeyboardEvent): keyof Shortcuts | null {
  const key = event.key.toLowerCase();
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && key === "k") return "search";
  if (command && event.shiftKey && key === "o") return "newChat";
  if (command && event.shiftKey && key === "s") return "toggleSidebar";
  if (command && event.shiftKey && key === "backspace") return "deleteChat";
  if (event.shiftKey && key === "escape") return "focusComposer";
  return key === "escape" && !command ? "stop" : null;
}
