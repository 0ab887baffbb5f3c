/** English words about packages and their limits. `zh.ts` must have the same shape. */
import { count } from "../../shared/locales/count.en";

export const en = {
  packages: {
    title: "Packages",
    intro: "A package is a set of message limits that members share by name. A message is a send, a regenerate or a re-sent edit.",
    add: "Add package",
    empty: "No packages yet.",
    emptyHint: "Members without a package send without limit. Create a package to limit them.",
    limits: "Limits",
    members: "Members",
    createTitle: "New package",
    editTitle: (name: string) => `Edit ${name}`,
    windowHints: {
      hour: "rolling 60 minutes",
      day: "calendar day, server’s time zone",
      week: "from Monday, server’s time zone",
      month: "calendar month, server’s time zone",
    },
    blankHint: "Blank means no limit; 0 blocks.",
    preview: "In plain words",
    previewNone: "Members with this package send without limit.",
    previewBlocked: "Members with this package cannot send at all: a limit of 0 blocks.",
    previewAtMost: (parts: string[]) => `A member may send at most ${join(parts, "and")}.`,
    previewParts: {
      hour: (n: number) => `${count(n, "message")} in any 60 minutes`,
      day: (n: number) => `${count(n, "message")} a day`,
      week: (n: number) => `${count(n, "message")} a week`,
      month: (n: number) => `${count(n, "message")} a month`,
    },
    previewIdle: (window: string) => `“${window}” never applies: a tighter limit already stops earlier.`,
    limitRange: (max: string) => `A whole number from 0 to ${max}, or blank.`,
    deleteTitle: (name: string) => `Delete ${name}?`,
    deleteText: "Nobody has this package.",
    deleteInUse: (n: number) => `${count(n, "member has", "members have")} this package. Give them another one first.`,
    deletedToast: (name: string) => `${name} was deleted.`,
    savedToast: (name: string) => `${name} was saved. The limits apply from the next message.`,
    short: { hour: (n: string) => `${n} / h`, day: (n: string) => `${n} / day`, week: (n: string) => `${n} / week`, month: (n: string) => `${n} / month` },
  },
};

function join(parts: string[], and: string): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${and} ${parts[parts.length - 1]}`;
}
