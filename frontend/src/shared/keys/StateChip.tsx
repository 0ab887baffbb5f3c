import { useKeyWords } from "./text";
import { Chip, type Tone } from "../ui/Chip";
import type { KeyState } from "./keys";

const tones: Record<KeyState, Tone> = { on: "good", off: "plain", expired: "warn", spent: "warn" };

export function StateChip({ state }: { state: KeyState }) {
  const t = useKeyWords();
  return <Chip tone={tones[state]}>{t.states[state]}</Chip>;
}
