import { formatMoment } from "../../shared/i18n";
import { Chip } from "../../shared/ui/Chip";
import type { Health } from "../data/health";
import { useText } from "../text";
import { stateWords, timesOf, toneOf } from "./words";

export function HealthChip({ health }: { health: Health }) {
  const t = useText().health;
  return <Chip tone={toneOf(health.state)}>{stateWords(health.state, t)}</Chip>;
}

/** Why it stands so, for which models, and since when. */
export function HealthReason({ health }: { health: Health }) {
  const t = useText().health;
  const times = timesOf(health, t, formatMoment);
  const why = health.state === "healthy" ? "" : health.reason || t.hints[health.state] || "";
  const models = health.state === "healthy" ? [] : health.models ?? [];
  return (
    <>
      {why && <small dir="auto">{why}</small>}
      {models.length > 0 && <small dir="auto">{t.models(models.join(", "))}</small>}
      {times && <small>{times}</small>}
    </>
  );
}
