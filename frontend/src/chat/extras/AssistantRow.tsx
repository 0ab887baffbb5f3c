import { useStore } from "../../shared/store";
import { Button } from "../../shared/ui/Button";
import { useLoad } from "../../shared/useLoad";
import { putIntoComposer } from "../composer/composerBox";
import { useSession } from "../session/session";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";
import { type Assistant, fetchAssistants } from "./api";
import { Face } from "./Face";
import { useExtraWords } from "./text";

/** The assistants that a new chat can begin with; of the chosen one what it can be asked. */
export function AssistantRow({ thread, state, model }: { thread: Thread; state: ThreadState; model: string }) {
  const t = useExtraWords();
  const { models } = useStore(useSession().models);
  // Asked for again when the server knew the chosen one no more.
  const isGone = state.assistant !== null && state.refusal?.status === 404;
  const { value } = useLoad(`assistants ${isGone}`, fetchAssistants);
  const chosen = value?.find((each) => each.id === state.assistant);
  const hasModel = (slug: string | null) => models.some((model) => model.slug === slug);

  function choose(assistant: Assistant | null) {
    // A member who lacks its model begins with the usual one.
    const model = assistant && hasModel(assistant.model) ? assistant.model : null;
    thread.note({ assistant: assistant?.id ?? null, chosenModel: model, refusal: null });
    document.getElementById("composer")?.focus();
  }

  if (!value?.length && !isGone) return null;
  return (
    <div className="assistants">
      {isGone && !chosen && (
        <p role="alert">{t.choiceGone} <Button size="small" onClick={() => choose(null)}>{t.leave}</Button></p>
      )}
      {chosen ? (
        <Chosen assistant={chosen} thread={thread} state={state} model={model} onLeave={() => choose(null)} />
      ) : (
        <ul className="assistant-row" aria-label={t.assistants}>
          {value?.map((assistant) => (
            <li key={assistant.id}>
              <button type="button" className="assistant-card" aria-label={t.begins(assistant.name)} onClick={() => choose(assistant)}>
                <Face assistant={assistant} size={40} />
                <span className="assistant-words" dir="auto">
                  <strong>{assistant.name}</strong>
                  {assistant.description && <small>{assistant.description}</small>}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Chosen({ assistant, thread, state, model, onLeave }: {
  assistant: Assistant;
  thread: Thread;
  state: ThreadState;
  model: string;
  onLeave: () => void;
}) {
  const t = useExtraWords();

  async function begin(starter: string) {
    if (state.phase === null && !(await thread.send(starter, model))) putIntoComposer(starter);
  }

  return (
    <section className="assistant-chosen" aria-label={assistant.name}>
      <Face assistant={assistant} size={64} />
      <h2 dir="auto">{assistant.name}</h2>
      {assistant.description && <p dir="auto">{assistant.description}</p>}
      {assistant.starters.length > 0 && (
        <ul className="assistant-starters" aria-label={t.starters}>
          {assistant.starters.map((starter, place) => (
            <li key={place}><Button dir="auto" disabled={model === ""} onClick={() => void begin(starter)}>{starter}</Button></li>
          ))}
        </ul>
      )}
      <Button size="small" variant="ghost" onClick={onLeave}>{t.leave}</Button>
    </section>
  );
}
