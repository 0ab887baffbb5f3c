/** 助手与站点公告的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  assistants: "助手",
  begins: (name) => `用 ${name} 开始对话`,
  leave: "不用助手",
  starters: "开场问题",
  assistantGone: "此对话的助手已不可用，可以不带助手继续。",
  choiceGone: "这个助手已不可用，请另选一个，或不用助手开始。",
  notice: "公告",
  dismiss: "关闭公告",
  temporaryText: "不会出现在列表和搜索中，最后一条消息 24 小时后彻底删除。",
  temporaryUntil: (at) => `不会出现在列表和搜索中。如不继续，将于 ${at} 彻底删除。`,
};
