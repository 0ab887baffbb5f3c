/** English words about what a member asked in sum. `zh.ts` must have the same shape. */
import { count, number } from "../../shared/locales/count.en";

export const en = {
  title: "The last 30 days",
  requests: "Requests",
  success: "Success",
  failed: (n: number) => `${number(n)} failed`,
  tokens: "Tokens",
  tokensOf: (sent: string, written: string) => `${sent} in, ${written} out`,
  cost: "Cost",
  models: "Models",
  ofModel: (n: number, share: string) => `${count(n, "request")}, ${share} success`,
  chart: (most: string, when: string) => `Requests of each day; the most were ${most}, on ${when}`,
  ofDay: (day: string, n: number, failed: number) => `${day}: ${count(n, "request")}${failed > 0 ? `, ${number(failed)} failed` : ""}`,
  notLoaded: "The sums could not be loaded.",
};
