/** 撰写与发送消息的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  stillAnswering: "回答还在生成，你的文字已保留：等回答完成后再发送，或先停止。",
  messageLabel: "你的消息",
  messagePlaceholder: "有问题，尽管问",
  send: "发送",
  stop: "停止",
  stopping: "正在停止…",
  composerHint: "模型可能会出错，重要信息请自行核实。",
};
