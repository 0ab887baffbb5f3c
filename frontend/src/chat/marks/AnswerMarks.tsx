import { LazyModule, useModule } from "../../shared/lazyModule";
import type { Message } from "../thread/message";

const code = new LazyModule(() => import("./Marks"));

/** What there is to say of how an answer came to be: of most nothing, so the code comes with the first that has something. */
export function AnswerMarks({ messages }: { messages: readonly Message[] }) {
  const isMarked = messages.some((message) => message.continued) || messages.filter(({ kind, text }) => kind === "text" && text !== "").length > 1;
  const { loaded } = useModule(code, isMarked);
  return loaded && isMarked ? <loaded.Marks messages={messages} /> : null;
}
