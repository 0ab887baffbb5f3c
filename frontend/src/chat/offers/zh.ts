/** 模型说明与不可用原因的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  countsAs: (weight) => (weight === 0 ? "不计数" : `计为 ${weight} 条`),
  modelResting: (moment) => `${moment} 前不可用`,
  modelBroken: "不可用：其账号需要管理员处理",
  modelSpent: (moment) => `${moment} 前配额已用完`,
  modelBlocked: "你的配额不允许使用",
  searchModels: "搜索模型",
  noSuchModel: "没有匹配的模型。",
};
