/** 限额计量方式的文案，聊天页与管理后台共用。 */
import { number } from "../locales/count.zh";
import type { LimitWords } from "./en";
import type { LengthUnit, Unit } from "./limits";

const lengthNouns: Record<LengthUnit, string> = { m: "分钟", h: "小时", d: "天" };
const amounts: Record<Unit, (n: number) => string> = {
  messages: (n) => `${number(n)} 条消息`,
  weighted: (n) => `${number(n)} 条加权消息`,
  tokens: (n) => `${number(n)} 个 token`,
};

export const limitsZh: LimitWords = {
  units: { messages: "消息", weighted: "加权消息", tokens: "token" },
  amount: (unit, n) => amounts[unit](n),
  every: ({ count, unit }) => `每 ${number(count)} ${lengthNouns[unit]}`,
  clockHour: "每个整点小时",
  anyDay: "任意 24 小时内",
  anyWeek: "任意 7 天内",
  only: (models) => `仅限 ${models.join("、")}`,
};
