import { useEffect } from "react";

/** Calls `act` again and again while the page can be seen, and at once when it is seen again. */
export function useEvery(milliseconds: number, act: () => void): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") act();
    };
    const timer = setInterval(look, milliseconds);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [milliseconds, act]);
}
