/** 已登录浏览器的文案。 */
import type { SessionsWords } from "./en";

export const sessionsZh: SessionsWords = {
  sessionsText: "所有以你的身份登录的浏览器。一周未使用的会自动退出。",
  sessionHere: "当前浏览器",
  sessionByLink: "个人链接",
  sessionByPassword: "密码",
  sessionSince: (way: string, since: string) => `${since} 通过${way}登录`,
  sessionUsed: (used: string) => `最近使用：约 ${used}`,
  signOutEverywhere: "在所有设备退出",
  signOutEverywhereText: "当前浏览器也会退出。个人链接仍然有效：如果别人也有你的链接，请联系管理员更换。",
};
