/** 对话与消息的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  greeting: (name) => `${name}，有什么可以帮你？`,
  you: "你",
  assistant: "助手",
  messageHeading: (number, who) => `第 ${number} 条消息，${who}`,
  copyMessage: "复制",
  editMessage: "编辑",
  regenerate: "重新生成",
  regenerateWith: "用其他模型回答",
  details: "详情",
  sendEdit: "发送",
  previousVersion: "上一个版本",
  nextVersion: "下一个版本",
  version: (at, of) => `第 ${at} 个版本，共 ${of} 个`,
  jumpToLatest: "跳到最新",
  outline: "对话目录",
  attachmentAlone: "（无文字）",
  earlierMessages: "显示更早的消息",
  messageFailed: "此消息无法正常显示，以下是原文：",
  missingTitle: "这个对话不存在",
  missingText: "它可能已被删除，或者地址有误。",
  temporaryChat: "临时对话",
  loadFailed: "无法加载这个对话。",
};
