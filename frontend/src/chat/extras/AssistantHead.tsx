import { useLoad } from "../../shared/useLoad";
import type { ThreadState } from "../thread/threadState";
import { fetchAssistants } from "./api";
import { Face } from "./Face";
import { useExtraWords } from "./text";

/** Whose chat it is, where it was begun with an assistant; that it goes on without, where that one is gone. */
export function AssistantHead({ state }: { state: ThreadState }) {
  // Of a new chat the chosen one stands among the others.
  return state.assistant && state.id ? <Head assistant={state.assistant} /> : null;
}

function Head({ assistant }: { assistant: string }) {
  const t = useExtraWords();
  const { value } = useLoad(`assistants ${assistant}`, fetchAssistants);
  if (!value) return null;
  const found = value.find((each) => each.id === assistant);
  if (!found) return <p className="assistant-head" role="status">{t.assistantGone}</p>;
  return (
    <p className="assistant-head">
      <Face assistant={found} size={24} />
      <strong dir="auto">{found.name}</strong>
    </p>
  );
}
