import { useEffect } from "react";

/** Keeps the page above the on-screen keyboard where the browser does not by itself (Safari ignores `interactive-widget`). */
export function useVisibleHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const { style } = document.documentElement;
    const fit = () => {
      // Pinching makes the visual viewport small too, and that must not change the layout.
      const isCovered = viewport.scale === 1 && window.innerHeight - viewport.height > 100;
      if (isCovered) style.setProperty("--visible-height", `${viewport.height}px`);
      else style.removeProperty("--visible-height");
      if (isCovered) window.scrollTo(0, 0);
    };
    viewport.addEventListener("resize", fit);
    return () => {
      viewport.removeEventListener("resize", fit);
      style.removeProperty("--visible-height");
    };
  }, []);
}
