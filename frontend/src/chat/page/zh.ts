/** 整个页面与侧边栏的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  openSidebar: "打开侧边栏",
  closeSidebar: "关闭侧边栏",
  searchChats: "搜索对话",
  searchPlaceholder: "搜索聊天内容",
  sessionLostTitle: "你已退出登录",
  sessionLostText: "登录已失效，未发送的内容保留在此浏览器中。请重新打开你的专属链接，或登录。",
  signIn: "登录",
  cannotStart: "页面无法启动。",
};
