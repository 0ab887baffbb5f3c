/** 提问时可选的功能文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  wishes: "模型可以做什么",
  count: "数量",
  size: "尺寸",
  sizes: { "": "由模型决定", "1024x1024": "方形", "1536x1024": "横向", "1024x1536": "纵向" },
  tools: { web_search: "联网搜索", code_interpreter: "运行代码" },
  toolHints: {
    web_search: "模型可以在网上查找资料，搜索可能另外计费。",
    code_interpreter: "模型可以编写程序，并在服务商的机器上运行。",
  },
};
