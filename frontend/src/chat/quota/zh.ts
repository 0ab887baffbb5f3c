/** 配额的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  quota: "配额",
  quotaLeft: (count, unit) => (unit === "tokens" ? `剩余 ${count} token` : `剩余 ${count} 条`),
  quotaNone: "已用完",
  quotaBusy: "账号繁忙",
  quotaUncapped: "不限",
  quotaButton: (amount) => `配额：剩余 ${amount}`,
  quotaButtonUncapped: "配额：此模型不限",
  quotaRow: (used, limit) => `已用 ${used} / ${limit}`,
  quotaRowUncapped: (used) => `已用 ${used}，不限`,
  quotaBlocked: "禁止发送",
  windows: { hour: "每小时", day: "今天", week: "本周", month: "本月" },
  quotaScopes: {
    member: "你",
    member_account: "你在此账号上",
    key: "此密钥",
    account: "此账号",
    group: "你的分组",
    global: "所有人",
  },
  quotaNamed: {
    member_account: (account) => `你在账号 ${account} 上`,
    account: (account) => `账号 ${account}`,
    on: (whom, account) => `${whom}（由账号 ${account} 回答时）`,
  },
  quotaOf: {
    member: "",
    member_account: "你在此账号上",
    key: "此密钥",
    account: "此账号的使用者合计",
    group: "你的分组",
    global: "所有人合计",
  },
  othersBusy: "账号繁忙，你自己的配额没有受影响。",
  resetsAt: (moment) => `${moment} 重置`,
  freesAt: (moment, unit) => (unit === "messages" ? `${moment} 恢复一条` : `${moment} 起逐步恢复`),
  quotaWarning: (amount, window, whose) => `${whose}剩余 ${amount}（${window}）。`,
};
