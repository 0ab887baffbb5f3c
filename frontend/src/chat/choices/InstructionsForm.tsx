import { type FormEvent, useState } from "react";
import { ApiError } from "../../shared/api";
import { bytes } from "../../shared/lengths";
import { explain, useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { AreaField, Checkbox } from "../../shared/ui/Field";
import { Spinner } from "../../shared/ui/Spinner";
import { toast } from "../../shared/ui/Toast";
import { useLoad } from "../../shared/useLoad";
import { fetchInstructions, type Instructions, longestInstruction, saveInstructions } from "./api";
import { useChoicesWords } from "./text";

/** What goes before every chat as the member wrote it. */
export function InstructionsForm() {
  const t = useChoicesWords();
  const common = useCommon();
  const { value, error, refresh } = useLoad("instructions", fetchInstructions);
  return (
    <section>
      <h3>{t.instructions}</h3>
      <p className="field-hint">{t.instructionsNote}</p>
      {value && <Form stored={value} />}
      {!value && Boolean(error) && <p className="form-error" role="alert">{t.instructionsFailed} <Button size="small" onClick={refresh}>{common.retry}</Button></p>}
      {!value && !error && <Spinner label={common.loading} />}
    </section>
  );
}

function Form({ stored }: { stored: Instructions }) {
  const t = useChoicesWords();
  const common = useCommon();
  const [written, setWritten] = useState(stored);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const texts = [written.about_user_message, written.about_model_message];
  const isTooLong = texts.some((text) => bytes(text) > longestInstruction);

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const { enabled, about_user_message, about_model_message } = written;
      setWritten(await saveInstructions({ enabled, about_user_message, about_model_message }));
      toast(t.instructionsSaved);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  }

  function area(label: string, name: "about_user_message" | "about_model_message") {
    const over = bytes(written[name]) - longestInstruction;
    return (
      <AreaField
        label={label} rows={4} value={written[name]} error={over > 0 ? t.left(over) : null}
        onChange={(event) => setWritten({ ...written, [name]: event.target.value })}
      />
    );
  }

  return (
    <form className="settings-instructions" onSubmit={(event) => void save(event)}>
      <Checkbox label={t.instructionsOn} checked={written.enabled} onChange={(event) => setWritten({ ...written, enabled: event.target.checked })} />
      {area(t.aboutUser, "about_user_message")}
      {area(t.aboutAnswers, "about_model_message")}
      {problem && <p className="form-error" role="alert">{problem}</p>}
      <Button type="submit" variant="primary" busy={isBusy} disabled={isTooLong}>{common.save}</Button>
    </form>
  );
}
