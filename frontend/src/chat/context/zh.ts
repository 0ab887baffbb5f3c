/** 关于模型能读到多少对话内容的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  contextFull: (percent) => `本对话已占模型可读内容的 ${percent}%。`,
  contextOver: "本对话已超出模型可读的长度，发送下一条消息时会先为最早的消息写摘要。可新建对话重新开始。",
  summedUp: (count) => `最早的 ${count} 条消息超出上下文，模型读到的是它们的摘要。原文都保留在这里。`,
  readSummary: "查看摘要",
  summary: "最早消息的摘要",
  summaryBy: (model) => `由 ${model} 撰写`,
  contextSummed: (percent, count) => `最早的 ${count} 条消息由摘要代替，连同摘要本对话已占模型可读内容的 ${percent}%。`,
};
