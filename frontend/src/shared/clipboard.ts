import { topDialog } from "./ui/layers";

/** Copies text; on plain HTTP, where the clipboard API is missing, through a hidden text area. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (window.isSecureContext && "clipboard" in navigator) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Refused by the browser: the old way below may still work.
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  // What lies below a modal dialog cannot be selected.
  const host = topDialog() ?? document.body;
  const focused = document.activeElement;
  host.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
