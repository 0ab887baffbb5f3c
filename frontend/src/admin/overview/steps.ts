/** Which of the first steps are done. The built-in demo account and its member do not count: they are there from the start. */
import { type Account, AccountType, type Member, Role } from "../data/types";
import { wasTested } from "../firstSteps";

export interface Steps {
  addAccount: boolean;
  testAccount: boolean;
  addMember: boolean;
  bind: boolean;
  copyLink: boolean;
}

export function stepsDone(members: readonly Member[], accounts: readonly Account[]): Steps {
  const real = new Set(accounts.filter((account) => account.type !== AccountType.demo).map((account) => account.id));
  const own = members.filter((member) => member.role < Role.admin && !isDemoMember(member, real));
  const bound = own.filter((member) => member.accounts.some((account) => real.has(account.channel_id)));
  return {
    addAccount: real.size > 0,
    testAccount: real.size > 0 && wasTested(),
    addMember: own.length > 0,
    bind: bound.length > 0,
    copyLink: own.some((member) => member.link !== null),
  };
}

function isDemoMember(member: Member, real: ReadonlySet<number>): boolean {
  return member.username === "demo" && !member.accounts.some((account) => real.has(account.channel_id));
}
