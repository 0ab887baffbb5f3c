/** 成员可用账号的文案。 */
import type { AccountWords } from "./en";

export const accountsZh: AccountWords = {
  title: "账号",
  intro: "你的问题由这些账号回答。某个账号不可用时，会由其他账号继续。",
  states: {
    healthy: "正常",
    cooling: "冷却中",
    limited: "受限",
    needs_login: "需要处理",
    needs_attention: "需要处理",
    draining: "正在停用",
    disabled: "已停用",
  },
  limitedUntil: (moment) => `受限，${moment} 恢复`,
  restsUntil: (moment) => `它出过错，${moment} 再次尝试；没有其他账号时会提前尝试。`,
  hints: {
    cooling: "它出过错，很快会再次尝试。",
    limited: "它暂时不再接收问题。",
    needs_login: "在管理员处理之前，它不会回答。",
    needs_attention: "在管理员处理之前，它不会回答。",
    draining: "它会写完正在生成的回答，不再接收新问题。",
    disabled: "管理员已将它停用。",
  },
  spans: { m: (n) => `${n} 分钟`, h: (n) => `${n} 小时`, d: (n) => `${n} 天` },
  used: (percent) => `已用 ${percent}`,
  resets: (moment) => `${moment} 重置`,
  stale: (moment) => `${moment} 已重新计算，此后的用量尚不清楚。`,
  more: (n) => `另有 ${n} 个账号未列出。`,
  empty: "还没有账号",
  emptyHint: "管理员为你分配账号后，你才能提问。",
  asOf: (moment) => `截至 ${moment}`,
  refresh: "刷新",
};
