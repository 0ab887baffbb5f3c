/** The health of an account in words. */
import type { Tone } from "../../shared/ui/Chip";
import type { Health, HealthEvent } from "./api";
import type { HealthText } from "./text";

type Shown = Health["state"] | "partly";

const tones: Record<Shown, Tone> = {
  healthy: "good", partly: "warn", cooling: "warn", limited: "warn", needs_login: "bad", needs_attention: "bad", draining: "warn", disabled: "plain",
};

/** An account may work and yet fail for some of its models. */
export function shownState({ state, models }: Pick<Health, "state" | "models">): Shown {
  return state === "healthy" && models?.length > 0 ? "partly" : state;
}

/** An account that works lets a model rest: then a time says until when. */
export function eventState({ state, model, until }: Pick<HealthEvent, "state" | "model" | "until">): Shown {
  return shownState({ state, models: model !== null && until !== null ? [model] : [] });
}

/** What works again needs no reason; the one of another model may still stand there. */
export function eventReason(event: Pick<HealthEvent, "state" | "model" | "until" | "reason" | "is_aside">): string {
  return !event.is_aside && eventState(event) === "healthy" ? "" : event.reason;
}

/** A state of a newer server is shown by its name. */
export function stateWords(state: string, t: HealthText["health"]): string {
  return t.states[state] ?? state;
}

export function toneOf(state: string): Tone {
  return (tones as Record<string, Tone>)[state] ?? "warn";
}

/** May it be asked again before its time? */
export function canRetry(health: Health): boolean {
  return ["partly", "cooling", "limited", "needs_login", "needs_attention"].includes(shownState(health));
}

/**
 * "since 10:42 · until 10:47 · next try 10:45"; `moment` writes one, `now` is in Unix seconds. Where the next try ends the rest,
 * the try alone is said; what is past is not said at all.
 */
export function timesOf(health: Health, t: HealthText["health"], moment: (seconds: number) => string, now = Date.now() / 1000): string {
  if (health.state === "healthy") return "";
  const { since, next_probe: next } = health;
  const until = health.until === next ? null : health.until;
  const parts = [
    since !== null && t.since(moment(since)),
    until !== null && until > now && t.until(moment(until)),
    next !== null && next > now && t.nextProbe(moment(next)),
  ];
  return parts.filter(Boolean).join(" · ");
}
