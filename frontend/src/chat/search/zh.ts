/** 搜索的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  searchResults: "搜索结果",
  recentChats: "最近的对话",
  searching: "正在搜索…",
  searchingOlder: "正在搜索更早的消息…",
  nothingFound: (query) => `没有找到“${query}”。`,
  nothingYet: "较新的消息中没有找到。",
  hits: (count) => `${count} 条结果`,
  searchOlder: "搜索更早的消息",
  searchFailed: "搜索失败。",
  searchHint: "缩小范围：“完整短语” · in:项目 · before:2026-01-31 · after:2026-01",
};
