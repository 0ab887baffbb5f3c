import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Dialog } from "../../shared/ui/Dialog";
import { AreaField, Checkbox, TextField } from "../../shared/ui/Field";
import { useLoad } from "../../shared/useLoad";
import { errorText } from "../text";
import { FormDialog } from "../ui/FormDialog";
import { useSubmit } from "../useSubmit";
import { loadSchedule, saveSchedule, type Schedule } from "./api";
import { useTokenText } from "./text";

/** When tokens are refreshed by themselves, and which proxies and clients new ones get. */
export function ScheduleForm({ onSaved, onClose }: { onSaved: () => void; onClose: () => void }) {
  const t = useTokenText().tokens;
  const found = useLoad("token-schedule", loadSchedule);
  if (found.value) return <Fields schedule={found.value} onSaved={onSaved} onClose={onClose} />;
  return (
    <Dialog title={t.scheduleTitle} onClose={onClose}>
      {found.error ? <p>{errorText(found.error)}</p> : <span className="skeleton" aria-busy="true" />}
    </Dialog>
  );
}

function Fields({ schedule, onSaved, onClose }: { schedule: Schedule; onSaved: () => void; onClose: () => void }) {
  const t = useTokenText().tokens;
  const common = useCommon();
  const [isOn, setOn] = useState(schedule.isOn);
  const [interval, setInterval] = useState(schedule.interval);
  const [proxies, setProxies] = useState(schedule.proxies.join("\n"));
  const [clients, setClients] = useState(schedule.clients.join("\n"));
  const submit = useSubmit(["auto_refresh_interval", "proxy_list", "client_id_list"], (field) => (field === "proxy" ? "proxy_list" : field));

  async function save() {
    const days = Number(interval);
    const problem = interval.trim() && days >= 0.001 && days <= 3650 ? null : t.intervalWrong;
    const isSaved = await submit.run({ auto_refresh_interval: problem }, async () => {
      await saveSchedule({ isOn, interval: interval.trim(), proxies: lines(proxies), clients: lines(clients) }, schedule);
    });
    if (!isSaved) return;
    onClose();
    onSaved();
  }

  return (
    <FormDialog title={t.scheduleTitle} submitLabel={common.save} submit={submit} onSubmit={() => void save()} onClose={onClose}>
      <Checkbox label={t.isOn} name="auto_refresh_enabled" checked={isOn} onChange={(event) => setOn(event.target.checked)} />
      <TextField
        label={t.interval} hint={t.intervalHint} name="auto_refresh_interval" error={submit.fields["auto_refresh_interval"]} inputMode="decimal"
        value={interval} onChange={(event) => setInterval(event.target.value)}
      />
      <AreaField
        label={t.proxies} hint={t.proxiesHint} name="proxy_list" error={submit.fields["proxy_list"]} rows={4} className="mono" spellCheck={false}
        value={proxies} onChange={(event) => setProxies(event.target.value)}
      />
      <AreaField
        label={t.clients} hint={t.clientsHint} name="client_id_list" error={submit.fields["client_id_list"]} rows={3} className="mono" spellCheck={false}
        value={clients} onChange={(event) => setClients(event.target.value)}
      />
    </FormDialog>
  );
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
