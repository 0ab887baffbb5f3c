import { useEffect, useRef, useState } from "react";
import { useChatWords } from "../text";
import type { Phase } from "./threadState";

/** Tells a screen reader that an answer has begun, and how it ended; the streaming text itself stays silent. */
export function Announcer({ phase, ending }: { phase: Phase | null; ending: string }) {
  const t = useChatWords();
  const [text, setText] = useState("");
  const before = useRef<Phase | null>(null);

  useEffect(() => {
    if (phase && !before.current) setText(t.generating);
    if (!phase && before.current) setText(ending);
    before.current = phase;
  }, [phase, ending, t]);

  return (
    <div className="visually-hidden" role="status">
      {text}
    </div>
  );
}
