/** 服务商工具为回答所做工作的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  running: {
    search: (subject) => (subject ? `正在搜索“${subject}”…` : "正在联网搜索…"),
    page: (subject) => `正在阅读 ${subject}…`,
    code: () => "正在运行代码…",
  },
  searches: (count) => (count === 1 ? "联网搜索" : `联网搜索 ${count} 次`),
  pages: (count) => (count === 1 ? "阅读网页" : `阅读 ${count} 个网页`),
  programs: (count) => (count === 1 ? "运行代码" : `运行代码 ${count} 次`),
  joined: (parts) => parts.join("，"),
  search: "联网搜索",
  page: "阅读",
  code: "运行代码",
  failed: "未成功",
  output: "输出",
  sources: (count) => `${count} 个来源`,
};
