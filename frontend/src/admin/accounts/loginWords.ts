/** The words for an account's login and for how much of it is used. */
import type { AccountText } from "./text";
import type { Login, UsageWindow } from "./types";

type Words = AccountText["login"];

/** Whose it is, what its plan is, and when it ends. */
export function facts(login: Login, t: Words, moment: (seconds: number) => string): string[] {
  const end = login.expires_at === null ? "" : login.renews ? t.renewed(moment(login.expires_at)) : t.ends(moment(login.expires_at));
  const all = [login.email, login.plan && t.plan(login.plan), login.account_id && t.workspace(login.account_id), end];
  return [...all.filter((fact) => fact !== ""), ...(login.renews ? [] : [t.notRenewed])];
}

export function windowWords(window: UsageWindow, t: Words, moment: (seconds: number) => string): string {
  const used = t.used(window.name, Math.round(window.used_percent));
  return window.resets_at === null ? used : `${used} ${t.resets(moment(window.resets_at))}`;
}
