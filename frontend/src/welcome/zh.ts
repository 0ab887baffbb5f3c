import type { WelcomeWords } from "./en";

export const welcomeZh: WelcomeWords = {
  shareTitle: "专属链接",
  shareChecking: "正在打开链接…",
  shareAskTitle: (name) => `你已登录为 ${name}`,
  shareAskText: (name) => `这个链接可能属于其他人。继续将使 ${name} 在此浏览器中退出登录。`,
  shareUse: "使用此链接继续",
  shareStay: (name) => `保持 ${name} 登录`,
  shareInvalidTitle: "此链接无法使用",
  shareInvalidText: "链接可能已过期、被替换或被停用，请联系管理员获取新的链接。",
  shareFailedTitle: "无法打开链接",
  signInInstead: "使用密码登录",

  loginTitle: "登录",
  loginButton: "登录",
  loginWrong: "用户名或密码错误。",
  loginDisabled: "此账号已被停用，请联系管理员。",
  loginHint: "普通成员无需密码：打开管理员给你的专属链接即可。",

  setupTitle: "初始化 ChatMirror",
  setupText: "设置第一个管理员的用户名和密码。",
  setupRepeat: "再次输入密码",
  setupButton: "创建管理员",
  setupDoneTitle: "已完成初始化",
  setupDoneText: "管理员已存在，请登录后继续。",
  setupToken: "初始化链接无效，请使用服务器启动时打印的最新链接。",
  setupNoToken: "这台服务器还没有管理员。初始化链接在服务器的输出中，于最近一次启动时打印：请打开它。链接中含有 /setup# 和密钥。",

  nameMissing: "请输入用户名。",
  passwordMissing: "请输入密码。",
  passwordLength: "密码长度为 8 到 128 个字符。",
  passwordsDiffer: "两次输入的密码不一致。",
  passwordHint: "8 到 128 个字符。",
};
