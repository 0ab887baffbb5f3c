/** 由链接带来的筛选条件的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  arrived: {
    label: "其他筛选条件",
    since: (start) => `${start} 起`,
    until: (end) => `截至 ${end}`,
    span: (start, end) => `${start} – ${end}`,
    group: (name) => `分组：${name}`,
    key: (id) => `密钥 #${id}`,
    withoutKey: "不使用密钥",
    request: (id) => `请求 ${id}`,
    remove: (what) => `取消筛选：${what}`,
  },
};
