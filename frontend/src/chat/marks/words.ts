/** What is said below an answer of how it came to be. Without React, so that it can be tested alone. */
import { isolated } from "../../shared/ui/Sentence";
import type { AccountStatus } from "../accounts/accounts";
import { type Moment, restEnd } from "../accounts/status";
import type { Continued, Message } from "../thread/message";
import type { MarkWords } from "./en";

/** Where an answer was continued: after how many characters, and with which model if it was another one. */
export interface Seam {
  at: number;
  model: string | null;
}

export function seamsOf(messages: readonly Message[]): Seam[] {
  const seams: Seam[] = [];
  let at = 0;
  let former = "";
  for (const { kind, text, model } of messages) {
    if (kind !== "text" || text === "") continue;
    if (at > 0) seams.push({ at, model: model === former ? null : model });
    at += [...text].length;
    former = model;
  }
  return seams;
}

/** “Continued with account B; A does not work at the moment.” Of the former account only what is known now. */
export function continuedWords(
  { account, former }: Continued, accounts: readonly AccountStatus[], t: MarkWords, moment: Moment, now: number,
): string {
  const first = account === null ? t.continuedElsewhere : t.continuedWith(isolated(account));
  const known = accounts.filter(({ name }) => name === former);
  // Which of two accounts with one name it was is not known.
  const [status] = known;
  return t.continued(first, known.length === 1 && status ? faultWords(status, t, moment, now) : null);
}

function faultWords(account: AccountStatus, t: MarkWords, moment: Moment, now: number): string | null {
  const name = isolated(account.name);
  switch (account.state) {
    case "healthy":
      return null;
    case "limited": {
      const until = restEnd(account, now);
      return until === null ? t.formerLimited(name) : t.formerLimitedUntil(name, moment(until));
    }
    case "draining":
    case "disabled":
      return t.formerOff(name);
    default:
      return t.formerBroken(name);
  }
}
