/** 模型生成图片的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  pictures: "图片",
  count: "数量",
  size: "尺寸",
  sizes: { "": "由模型决定", "1024x1024": "方形", "1536x1024": "横向", "1024x1536": "纵向" },
};
