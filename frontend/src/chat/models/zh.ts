/** 模型选择的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  model: "模型",
  chooseModel: (name) => `当前模型：${name}，点击切换`,
  noModels: "没有可用模型",
  noModelsHint: "你还没有绑定账号，请联系管理员绑定。",
  noModelsHintAdmin: "你还没有绑定账号，给自己绑定一个即可在此聊天。",
  bindAccount: "绑定账号",
  modelsFailed: "无法加载模型列表。",
};
