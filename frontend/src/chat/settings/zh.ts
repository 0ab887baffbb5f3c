/** 账户菜单的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  settings: "设置",
  accountMenu: (name) => `${name}：设置与退出`,
  adminPanel: "管理后台",
  keys: "API 密钥",
  sharedChats: "分享的对话",
  files: "文件",
  connect: "接入程序",
  usage: "用量明细",
  accounts: "账号",
  sessions: "已登录的浏览器",
  signOutFailed: "退出失败，请重试。",
};
