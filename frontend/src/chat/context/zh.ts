/** 关于模型能读到多少对话内容的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  contextFull: (percent) => `本对话已占模型可读内容的 ${percent}%。`,
  contextOver: (count) => `本对话已超出模型可读的长度，最早的 ${count} 条消息不再发送给模型。可新建对话重新开始。`,
};
