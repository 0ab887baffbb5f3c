import { useState } from "react";
import { Button } from "../../shared/ui/Button";
import { useAct } from "../ui/notices";
import { type Choice, choices } from "./api";
import { ChoiceList } from "./ChoiceList";
import { useChoiceText } from "./text";

/** Why the account was chosen that a request was given to first; told when it is asked for. */
export function PastChoice({ requestId }: { requestId: string }) {
  const t = useChoiceText().choice;
  const { busy, act } = useAct();
  const [choice, setChoice] = useState<Choice | null>(null);
  const show = () => act("choice", async () => setChoice(await choices.past(requestId)));
  if (!choice) return <p className="past-choice"><Button size="small" busy={busy === "choice"} onClick={() => void show()}>{t.why}</Button></p>;
  return (
    <section className="usage-attempts past-choice" aria-label={t.why}>
      <strong>{t.why}</strong>
      {choice.candidates.length === 1 && <p className="soft">{t.only}</p>}
      <ChoiceList choice={choice} />
    </section>
  );
}
