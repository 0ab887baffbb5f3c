import { type FormEvent, type ReactNode, useId, useRef, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { useFirstFault } from "../ui/useFirstFault";
import { useSubmit } from "../useSubmit";
import { useSettingsText } from "./text";

/** Saving one part of the settings: whether what is typed was saved, and what was refused. `value` is the server's name for all of it. */
export function useSection() {
  const submit = useSubmit(["value"]);
  const changes = useRef(0);
  const [state, setState] = useState<"untouched" | "changed" | "saved">("untouched");
  return {
    submit,
    state,
    /** What the server said is wrong, wherever in it that is. */
    refusal: submit.fields["value"] ?? submit.message ?? "",
    changed: (field?: string) => {
      changes.current += 1;
      setState("changed");
      submit.forget("value");
      if (field) submit.forget(field);
    },
    save: async (problems: Record<string, string | null>, act: () => Promise<void>) => {
      const before = changes.current;
      // What was typed meanwhile was not saved with it.
      if (await submit.run(problems, act)) setState(changes.current === before ? "saved" : "changed");
    },
  };
}

export type SectionState = ReturnType<typeof useSection>;

/** One part of the settings, with its own button and its own errors. */
export function Section({ title, intro, section, refusal, onSave, children }: {
  title: string;
  intro: string;
  section: SectionState;
  /** What is said of the whole; empty where it is said at a field. */
  refusal: string;
  onSave: () => void;
  children: ReactNode;
}) {
  const t = useSettingsText().settings;
  const common = useCommon();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const { submit, state } = section;
  useFirstFault(form, submit.round);

  function send(event: FormEvent) {
    event.preventDefault();
    onSave();
  }

  return (
    <section className="panel setting" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="page-intro">{intro}</p>
      <form ref={form} className="form" noValidate autoComplete="off" onSubmit={send}>
        {children}
        {refusal && <Banner tone="bad" role="alert">{refusal}</Banner>}
        <div className="setting-foot">
          <Button variant="primary" type="submit" busy={submit.isBusy}>{common.save}</Button>
          <span className="soft" role="status">{state === "saved" ? t.saved : state === "changed" ? t.unsaved : ""}</span>
        </div>
      </form>
    </section>
  );
}
