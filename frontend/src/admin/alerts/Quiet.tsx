import { type FormEvent, useId, useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Banner } from "../../shared/ui/Banner";
import { Button } from "../../shared/ui/Button";
import { Checkbox, TextField } from "../../shared/ui/Field";
import { useSubmit } from "../useSubmit";
import { alerts, type AlertSettings } from "./api";
import { useAlertText } from "./text";

/** When only what is urgent is told, and whether everybody may see the status page. */
export function Quiet({ settings }: { settings: AlertSettings }) {
  const t = useAlertText().alerts;
  const common = useCommon();
  const id = useId();
  const [isQuiet, setQuiet] = useState(settings.quiet_from !== null);
  const [from, setFrom] = useState(clock(settings.quiet_from ?? 22 * 60));
  const [to, setTo] = useState(clock(settings.quiet_to ?? 7 * 60));
  const [isPublic, setPublic] = useState(settings.status_public);
  const [isSaved, setSaved] = useState(false);
  const submit = useSubmit(["quiet_from", "quiet_to"]);

  async function save(event: FormEvent) {
    event.preventDefault();
    const done = await submit.run({}, async () => {
      await alerts.saveSettings({
        quiet_from: isQuiet ? minutes(from) : null, quiet_to: isQuiet ? minutes(to) : null, status_public: isPublic,
      });
    });
    setSaved(done);
  }

  return (
    <section className="panel alert-part" aria-labelledby={id}>
      <h2 id={id}>{t.quietTitle}</h2>
      <p className="page-intro">{t.quietIntro}</p>
      <form className="form" noValidate onSubmit={(event) => void save(event)} onInput={() => setSaved(false)}>
        {submit.message && <Banner tone="bad" role="alert">{submit.message}</Banner>}
        <Checkbox label={t.quietOn} checked={isQuiet} onChange={(event) => setQuiet(event.target.checked)} />
        {isQuiet && (
          <div className="alert-times">
            <TextField label={t.quietFrom} type="time" value={from} error={submit.fields["quiet_from"]} onChange={(event) => setFrom(event.target.value)} />
            <TextField label={t.quietTo} type="time" value={to} error={submit.fields["quiet_to"]} onChange={(event) => setTo(event.target.value)} />
          </div>
        )}
        <Checkbox label={t.statusPublic} hint={t.statusHint} checked={isPublic} onChange={(event) => setPublic(event.target.checked)} />
        <div className="setting-foot">
          <Button variant="primary" type="submit" busy={submit.isBusy}>{common.save}</Button>
          <span className="soft" role="status">{isSaved ? t.saved : ""}</span>
        </div>
      </form>
    </section>
  );
}

function clock(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(":").map(Number);
  return hours * 60 + rest;
}
