import { useState } from "react";
import { Banner } from "../../shared/ui/Banner";
import type { Account } from "../accounts/types";
import { useHealthText } from "./text";
import { HealthReason } from "./HealthWords";
import { RetryButton } from "./RetryButton";
import { shownState, stateWords, toneOf } from "./words";

/** In the form of an account: that it does not work, why, and the way to try it at once. */
export function HealthNotice({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const t = useHealthText().health;
  const [isRetried, setRetried] = useState(false);
  const { health } = account;
  if (isRetried || !health || shownState(health) === "healthy") return null;
  const state = shownState(health);
  const tone = toneOf(state) === "plain" ? "info" : toneOf(state) === "bad" ? "bad" : "warn";
  return (
    <Banner
      tone={tone}
      title={stateWords(state, t)}
      action={<RetryButton account={{ ...account, health }} onDone={() => { setRetried(true); onChanged(); }} />}
    >
      <span className="health-reason"><HealthReason health={health} /></span>
    </Banner>
  );
}
