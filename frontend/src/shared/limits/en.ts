/** Words about what a limit counts, on the chat page and in the panel. */
import { count } from "../locales/count.en";
import type { Length, LengthUnit, Unit } from "./limits";

const lengthNouns: Record<LengthUnit, string> = { m: "minute", h: "hour", d: "day" };
const amounts: Record<Unit, (n: number) => string> = {
  messages: (n) => count(n, "message"),
  weighted: (n) => count(n, "weighted message"),
  tokens: (n) => count(n, "token"),
};

export const limitsEn = {
  units: { messages: "messages", weighted: "weighted messages", tokens: "tokens" } as Record<Unit, string>,
  amount: (unit: Unit, n: number) => amounts[unit](n),
  every: ({ count: n, unit }: Length) => (n === 1 ? `Every ${lengthNouns[unit]}` : `Every ${count(n, lengthNouns[unit])}`),
  clockHour: "Per clock hour",
  anyDay: "In any 24 hours",
  anyWeek: "In any 7 days",
  only: (models: string[]) => `only ${models.join(", ")}`,
};

export type LimitWords = typeof limitsEn;
