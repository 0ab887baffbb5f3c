/** 添加文件时的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  messageFiles: "消息中的文件",
  uploadProgress: (name) => `正在上传 ${name}`,
  reading: "正在读取…",
  retryUpload: (name) => `重新上传 ${name}`,
  removeUpload: (name) => `移除 ${name}`,
  imageUnreadable: "无法读取这张图片，可发送 PNG、JPEG、GIF 和 WebP。",
  tokens: (count) => `约 ${count} 个 token`,
  cut: "只读取开头部分",
  noText: "读不到其中的文字，模型只能看到文件名。",
  encoding: (name) => `${name} 的编码`,
  longPaste: (count) => `粘贴了 ${count} 个字符。`,
  asFile: "作为文件添加",
  asText: "保留为文字",
  pastedName: "粘贴的文字.txt",
};
