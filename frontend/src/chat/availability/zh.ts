/** Chinese words about the availability of models. */
import type { AvailabilityWords } from "./en";

export const availabilityZh: AvailabilityWords = {
  title: "可用率",
  intro: "各模型最近 30 天成功的请求占比，每格一天，最右为今天。",
  empty: "目前没有可选的模型。",
  nobody: "无请求",
  strip: (model, percent) => `${model}：30 天可用率 ${percent}`,
};
