/** English words about messages that the server refuses. `zh.ts` must have the same shape. */
import { limitsEn } from "../../shared/limits/en";
import type { Length } from "../../shared/limits/limits";
import { count as counted } from "../../shared/locales/count.en";

export const en = {
  refusals: {
    unknown_model: "This model does not exist any more. Choose another.",
    unknown_parent: "This chat has changed elsewhere. Reload it, then try again.",
    no_account: "No account can serve this model for you right now. Choose another model or ask your administrator.",
    conversation_moved: "This chat went on elsewhere, and you see its newest messages now. Your message was not sent: it is kept for you to send.",
    turn_running: "An answer is still being written in this chat. Wait until it is finished, or stop it.",
    too_many_running: "Too many of your answers are being written at the same time. Wait until one is finished, or stop one.",
    duplicate_message: "This message was sent before.",
    too_large: "The message is too long: at most 1 MiB. Shorten it or split it into several.",
    not_found: "This chat does not exist, or no longer.",
    unavailable: "The service is not available right now. Your message was not lost. Try again in a moment.",
    network: "The server cannot be reached. Check your network and try again.",
  } as Record<string, string>,
  accountsRest: "The accounts for this model are resting after failures.",
  tryAgainSoon: "Try again in a moment.",
  tryAgainIn: (wait: string) => `Try again ${wait}.`,
  inSeconds: (seconds: number) => `in ${counted(seconds, "second")}`,
  limitReached: {
    hour: "Your hourly limit is reached",
    day: "Your daily limit is reached",
    week: "Your weekly limit is reached",
    month: "Your monthly limit is reached",
  } as Record<string, string>,
  limitReachedEvery: (length: Length) => `Your limit for ${limitsEn.every(length).toLowerCase()} is reached`,
  limitReachedFor: {
    member_account: "Your limit on this account is reached",
    key: "The key’s limit is reached",
    group: "Your group’s limit is reached",
  } as Record<string, string>,
  limitReachedOther: "Your limit is reached",
  /** `limit` has its noun. */
  limitNumbers: (used: string, limit: string) => `${used} of ${limit} used. `,
  limitOnly: (only: string) => `This limit counts ${only}. `,
  nextMessageAt: (moment: string, wait: string) => `You can send the next message at ${moment} (${wait}).`,
  sendAgainNow: "You can send again now.",
  limitBlocked: "Your package allows no messages here. Ask your administrator.",
  messageKept: "Your message is kept in the box below.",
  inMinutes: (minutes: number) =>
    minutes < 1
      ? "in less than a minute"
      : minutes < 60
        ? `in ${minutes} min`
        : minutes < 1440
          ? `in ${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ""}`
          : minutes < 2160
            ? "in one day"
            : `in ${Math.round(minutes / 1440)} days`,
};
