import "../ui/together";
// The words of an answer are drawn as on the chat page: with this list their code is the file that page has.
import "../../chat/together";
import { type FormEvent, type KeyboardEvent, useRef } from "react";
import { useStore } from "../../shared/store";
import { PageHead } from "../ui/PageHead";
import { useFirstFault } from "../ui/useFirstFault";
import { useSubmit } from "../useSubmit";
import { Composer } from "./Composer";
import { Conversation } from "./Conversation";
import { Exchange } from "./Exchange";
import { NoAccount } from "./FailureBanner";
import { isSend } from "./keys";
import { isRunning, playground } from "./playground";
import { isWrong, type NumberField } from "./request";
import { Settings } from "./Settings";
import { usePlaygroundText } from "./text";
import { modelOf, useModels } from "./useModels";

const numbers: readonly NumberField[] = ["temperature", "topP", "maxTokens"];

/** Tries a model as a program would; the conversation is in this page alone. */
export function Page() {
  const t = usePlaygroundText().playground;
  const state = useStore(playground);
  const models = useModels();
  const model = modelOf(state, models.value);
  const submit = useSubmit([]);
  const form = useRef<HTMLFormElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useFirstFault(form, submit.round);
  const isBusy = state.turns.some(isRunning);

  /** Says at the fields what is wrong with them, else does it; returns whether it was done. */
  function ask(act: (model: string) => Promise<void>): boolean {
    const wrong = numbers.map((field) => [field, isWrong(state.options, field) ? t.ranges[field] : null]);
    const problems = { model: model === "" ? t.noModel : null, ...Object.fromEntries(wrong) };
    if (!submit.check(problems)) return false;
    void act(model);
    return true;
  }

  const send = () => void ask((name) => playground.send(name));

  function again() {
    // The button of the old answer is gone; the one that stops the new one takes the focus once it can.
    if (ask((name) => playground.again(name))) requestAnimationFrame(() => button.current?.focus({ preventScroll: true }));
  }

  function press(event: KeyboardEvent) {
    if (!isSend(event)) return;
    event.preventDefault();
    if (!isBusy) send();
  }

  return (
    <>
      <PageHead title={t.title} intro={t.intro} />
      {models.value?.models.length === 0 && <NoAccount />}
      {/* Keys reach it from its fields. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form ref={form} className="playground" noValidate onSubmit={(event: FormEvent) => event.preventDefault()} onKeyDown={press}>
        <Settings state={state} models={models} errors={submit.fields} />
        <div className="playground-main">
          <Conversation state={state} isBusy={isBusy} onAgain={again} />
          <Composer state={state} isBusy={isBusy} button={button} onSend={send} />
          <Exchange state={state} model={model} />
        </div>
      </form>
    </>
  );
}
