/** Which of the first steps are done. The built-in demo account and its member do not count: they are there from the start. */
import { type Account, AccountType } from "../accounts/types";
import type { Member } from "../members/types";
import { Role } from "../../shared/roles";

export interface Steps {
  addAccount: boolean;
  testAccount: boolean;
  addMember: boolean;
  bind: boolean;
  copyLink: boolean;
}

export function stepsDone(members: readonly Member[], accounts: readonly Account[]): Steps {
  const real = realAccounts(accounts);
  const own = ownMembers(members, real);
  const bound = own.filter((member) => member.accounts.some((account) => real.has(account.channel_id)));
  return {
    addAccount: real.size > 0,
    testAccount: accounts.some((account) => real.has(account.id) && account.is_proven),
    addMember: own.length > 0,
    bind: bound.length > 0,
    copyLink: own.some((member) => member.link !== null),
  };
}

/** The member whom the open steps are about: the first who lacks an account or a link. */
export function memberInQuestion(members: readonly Member[], accounts: readonly Account[]): number | null {
  const own = ownMembers(members, realAccounts(accounts));
  return own.find((member) => member.accounts.length === 0 || member.link === null)?.id ?? null;
}

function realAccounts(accounts: readonly Account[]): Set<number> {
  return new Set(accounts.filter((account) => account.type !== AccountType.demo).map((account) => account.id));
}

function ownMembers(members: readonly Member[], real: ReadonlySet<number>): Member[] {
  return members.filter((member) => member.role < Role.admin && !isDemoMember(member, real));
}

function isDemoMember(member: Member, real: ReadonlySet<number>): boolean {
  return member.username === "demo" && !member.accounts.some((account) => real.has(account.channel_id));
}
