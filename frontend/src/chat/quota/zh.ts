/** 配额的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  quota: "配额",
  quotaLeft: (count) => `剩余 ${count} 条`,
  quotaNone: "已用完",
  quotaButton: (count) => `配额：剩余 ${count} 条消息`,
  quotaRow: (used, limit) => `已用 ${used} / ${limit}`,
  windows: { hour: "每小时", day: "今天", week: "本周", month: "本月" },
  windowOther: (name) => name,
  resetsAt: (moment) => `${moment} 重置`,
  freesAt: (moment) => `${moment} 恢复一条`,
  quotaWarning: (left, window) => `剩余 ${left} 条消息（${window}）。`,
};
