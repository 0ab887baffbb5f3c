/** Saying what an act led to: a toast on the page, a strip inside a drawer, where the page's toasts would be out of reach. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { toast } from "../../shared/ui/Toast";
import { errorText } from "../text";
import { Banner } from "../../shared/ui/Banner";

type Say = (text: string, tone: "success" | "error") => void;

const SayContext = createContext<Say>((text, tone) => toast(text, { tone }));

export function useSay(): Say {
  return useContext(SayContext);
}

/** Gives what is inside a strip of its own, above it; `first` stands there until there is something else to say. */
export function NoticeStrip({ first, children }: { first?: string | undefined; children: ReactNode }) {
  const [notice, setNotice] = useState<{ text: string; tone: "success" | "error" } | null>(null);
  const [isFirst, setFirst] = useState(true);
  const say = useCallback<Say>((text, tone) => {
    setFirst(false);
    setNotice({ text, tone });
  }, []);

  useEffect(() => {
    if (notice?.tone !== "success") return undefined;
    const timer = setTimeout(() => setNotice(null), 8000);
    return () => clearTimeout(timer);
  }, [notice]);

  return (
    <SayContext.Provider value={say}>
      <div className="notice-strip" role="status">
        {isFirst && first && <Banner tone="good">{first}</Banner>}
        {notice && <Banner tone={notice.tone === "error" ? "bad" : "good"}>{notice.text}</Banner>}
      </div>
      {children}
    </SayContext.Provider>
  );
}

/** Runs one act at a time; says its success or its failure. `busy` is the key of the one that runs. */
export function useAct(): { busy: string | null; act: (key: string, run: () => Promise<unknown>, success?: string) => Promise<boolean> } {
  const say = useSay();
  const [busy, setBusy] = useState<string | null>(null);
  const running = useRef(false);

  async function act(key: string, run: () => Promise<unknown>, success?: string): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(key);
    try {
      await run();
      if (success) say(success, "success");
      return true;
    } catch (error) {
      say(errorText(error), "error");
      return false;
    } finally {
      running.current = false;
      setBusy(null);
    }
  }

  return { busy, act };
}
