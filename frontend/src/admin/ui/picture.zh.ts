/** 上传图片的文案。 */
import type { en } from "./picture.en";

export const zh: typeof en = {
  choose: "选择图片",
  takeAway: "移除图片",
  hint: "PNG、JPEG 或 WebP，最大 256 KiB，单边最多 1,024 像素。",
  large: "文件超过 256 KiB。",
  unread: "无法读取此文件。",
};
