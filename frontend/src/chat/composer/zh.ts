/** 撰写与发送消息的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  queue: "等待回答完成的消息",
  queuedImages: (count) => `${count} 张图片`,
  addToQueue: "回答完成后发送",
  sendNow: "停止回答并立即发送",
  editQueued: "编辑这条消息",
  dropQueued: "不发送",
  queueFull: (most) => `已有 ${most} 条消息在等待，你的文字已保留。`,
  messageLabel: "你的消息",
  messagePlaceholder: "有问题，尽管问",
  send: "发送",
  stop: "停止",
  stopping: "正在停止…",
  composerHint: "模型可能会出错，重要信息请自行核实。",
};
