import { formatMoment } from "../../shared/i18n";
import { Chip } from "../../shared/ui/Chip";
import type { Health } from "./api";
import { useHealthText } from "./text";
import { shownState, stateWords, timesOf, toneOf } from "./words";

export function HealthChip({ health }: { health: Health }) {
  const t = useHealthText().health;
  const state = shownState(health);
  return <Chip tone={toneOf(state)}>{stateWords(state, t)}</Chip>;
}

/** Why it stands so, for which models, and since when. */
export function HealthReason({ health }: { health: Health }) {
  const t = useHealthText().health;
  const times = timesOf(health, t, formatMoment);
  const state = shownState(health);
  const why = state === "healthy" ? "" : health.reason || t.hints[state] || "";
  const models = health.models ?? [];
  return (
    <>
      {why && <small dir="auto">{why}</small>}
      {models.length > 0 && <small dir="auto">{t.models(models.join(", "))}</small>}
      {times && <small>{times}</small>}
    </>
  );
}
