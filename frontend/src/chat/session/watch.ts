import type { History } from "../list/history";

const pace = 4_000;

/**
 * Looks at a list again and again while answers are being written that this page does not follow itself: those of other
 * devices, and those of before a reload.
 */
export function watchRunning(history: History, isFollowed: (id: string) => boolean): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  history.subscribe(() => {
    const { items, load } = history.get();
    const isWaiting = items.some((item) => item.is_running && !isFollowed(item.id));
    if (!isWaiting || load === "loading" || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      // A hidden page looks when it is shown again.
      if (document.visibilityState === "visible") void history.refresh();
    }, pace);
  });
}
