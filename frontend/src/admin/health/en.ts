/** English words about the health of accounts. `zh.ts` must have the same shape. */
import { count } from "../../shared/locales/count.en";

export const en = {
  health: {
    states: {
      healthy: "Works",
      partly: "Some models fail",
      cooling: "Cooling down",
      limited: "Limited",
      needs_login: "Needs a new login",
      needs_attention: "Needs attention",
      draining: "Draining",
      disabled: "Disabled",
    } as Record<string, string>,
    hints: {
      partly: "It is asked for these models last, as its upstream said that it has none of them.",
      cooling: "It failed and is left alone for a while.",
      limited: "Its upstream refuses more requests for now.",
      needs_login: "Its upstream does not accept the login any more.",
      needs_attention: "It is asked no more until somebody looks at it.",
      draining: "It finishes its answers and takes no new messages.",
    } as Record<string, string>,
    since: (when: string) => `since ${when}`,
    until: (when: string) => `until ${when}`,
    nextProbe: (when: string) => `next try ${when}`,
    models: (names: string) => `Models: ${names}`,
    retry: "Retry now",
    retryNamed: (name: string) => `Retry now: ${name}`,
    retried: (name: string) => `${name} is asked again from the next message on.`,
    enableNamed: (name: string) => `Enable: ${name}`,
    disableNamed: (name: string) => `Disable: ${name}`,
    failingTitle: "What fails now",
    allWork: "All accounts work.",
    failingFailed: "What fails could not be found out.",
    affected: (n: number) => (n === 0 ? "No member is affected." : `${count(n, "member is", "members are")} affected:`),
    affectedMore: (n: number) => `and ${n} more`,
  },
};
