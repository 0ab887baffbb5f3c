import { type FormEvent, useState } from "react";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/Field";
import { errorText } from "../text";
import { type Choice, choices } from "./api";
import { ChoiceList } from "./ChoiceList";
import { useChoiceText } from "./text";

/** Which account would answer a member now, and why not the others. */
export function DryRun({ userId }: { userId: number }) {
  const t = useChoiceText().choice;
  const [model, setModel] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<{ choice: Choice } | { error: string } | null>(null);

  async function look(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    try {
      setFound({ choice: await choices.now(userId, model.trim()) });
    } catch (error) {
      setFound({ error: errorText(error) });
    }
    setBusy(false);
  }

  return (
    <section className="drawer-section">
      <h3>{t.dryRun}</h3>
      <form className="choice-form" noValidate autoComplete="off" onSubmit={(event) => void look(event)}>
        <TextField
          label={t.model} hint={t.dryRunHint} value={model} autoCapitalize="none" spellCheck={false}
          onChange={(event) => { setModel(event.target.value); setFound(null); }}
        />
        <Button type="submit" busy={isBusy} disabled={model.trim() === ""}>{t.look}</Button>
      </form>
      <div aria-live="polite">
        {found && "error" in found && <Banner tone="bad">{found.error}</Banner>}
        {found && "choice" in found && <ChoiceList choice={found.choice} />}
      </div>
    </section>
  );
}
