/** 如何选择账号的中文文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  choice: {
    dryRun: "由哪个账号回答？",
    dryRunHint: "针对此刻的新对话。不会提问，也不计入用量。",
    model: "模型",
    look: "查看",
    chosen: "已选中",
    none: "目前没有账号可以回答。",
    gone: (id) => `账号 ${id}（已删除）`,
    why: "为什么用这个账号？",
    only: "该成员没有其他提供此模型的账号。",
    loads: "最近一小时的提问",
    loadsNone: "最近一小时没有提问。",
    load: (n, percent) => `${n} 次提问，占 ${percent}%`,
  },
};
