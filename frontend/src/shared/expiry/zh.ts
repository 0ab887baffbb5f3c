import type { ExpiryWords } from "./en";

export const expiryZh: ExpiryWords = {
  label: "有效期",
  never: "永不过期",
  days: (days) => `${days} 天`,
  custom: "自选日期",
  date: "日期和时间",
  past: "请选择将来的时间。",
};
