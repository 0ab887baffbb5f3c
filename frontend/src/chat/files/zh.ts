/** 消息中图片的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  attachImages: "添加图片",
  messageImages: "消息中的图片",
  dropImages: "将图片拖放到此处，添加到消息中",
  uploadProgress: (name) => `正在上传 ${name}`,
  retryUpload: (name) => `重新上传 ${name}`,
  removeUpload: (name) => `移除 ${name}`,
  openImage: (name) => `放大查看 ${name}`,
  onlyImages: "只能发送图片。",
  imageUnreadable: "无法读取这张图片，可发送 PNG、JPEG、GIF 和 WebP。",
  tooManyImages: (most) => `一条消息最多附带 ${most} 张图片。`,
  stillUploading: "图片还在上传，请等上传完成后再发送。",
  uploadsFailed: "有图片上传失败，请重试或移除后再发送。",
};
