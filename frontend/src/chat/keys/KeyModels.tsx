import { useId, useState } from "react";
import type { KeyDraft } from "../../shared/keys/draft";
import { useChatWords } from "../text";
import { useKeyWords } from "../../shared/keys/text";
import { Checkbox } from "../../shared/ui/Field";
import { Radios } from "../../shared/ui/Radios";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

/** All models, or some of those that the member has; one that the key names and the member has no more can still be unticked. */
export function KeyModels({ draft, error, onChange }: {
  draft: KeyDraft;
  error: string | null | undefined;
  onChange: (part: Partial<KeyDraft>) => void;
}) {
  const t = useKeyWords();
  const chat = useChatWords();
  const session = useSession();
  const { models } = useStore(session.models);
  const errorId = useId();
  // What was ticked at first stays, so that it can be ticked again.
  const [ticked] = useState(draft.models);
  const slugs = [...new Set([...models.map((model) => model.slug), ...ticked])];
  const toggle = (slug: string, isTicked: boolean) =>
    onChange({ models: slugs.filter((other) => (other === slug ? isTicked : draft.models.includes(other))) });
  return (
    <div className="key-models">
      <Radios
        legend={t.models}
        value={draft.isLimited ? "some" : "all"}
        choices={[{ value: "all", label: t.modelsAll }, { value: "some", label: t.modelsSome }]}
        onChange={(choice) => onChange({ isLimited: choice === "some" })}
      />
      {draft.isLimited && (
        <fieldset className="found-list" aria-describedby={error ? errorId : undefined}>
          <legend className="visually-hidden">{t.modelsList}</legend>
          {slugs.length === 0 && <p className="field-hint">{chat.noModels}</p>}
          {slugs.map((slug, place) => (
            <Checkbox
              key={slug} label={<bdi>{slug}</bdi>} checked={draft.models.includes(slug)} aria-invalid={place === 0 && error ? true : undefined}
              onChange={(event) => toggle(slug, event.target.checked)}
            />
          ))}
        </fieldset>
      )}
      {error && <p id={errorId} className="field-error" role="alert">{error}</p>}
    </div>
  );
}
