/** Chinese words about prices. */
import { number } from "../../shared/locales/count.zh";
import type { en } from "./en";

export const zh: typeof en = {
  prices: {
    title: "价格",
    intro: "已启用的账号提供的每个模型的价格。请求按此计费；目前不会因余额拒绝任何人。",
    notLoaded: "无法加载价格。",
    none: "没有账号提供模型",
    noneHint: "已启用的账号有模型后，会显示在这里。",
    noMatch: "没有匹配的模型。",
    search: "搜索模型",
    freeCount: (free, all) => (free === 0 ? `全部 ${number(all)} 个模型都有价格。` : `${number(all)} 个模型中有 ${number(free)} 个免费。`),
    groups: (ratios) => `分组倍率：${ratios}。`,
    onlyFree: "只看免费模型",
    model: "模型",
    charged: "计费方式",
    kinds: { free: "免费", tokens: "按 token", call: "按次" },
    ratio: "倍率",
    completion: "补全倍率",
    cache: "缓存倍率",
    input: "每百万输入 token",
    output: "每百万输出 token",
    perCall: (dollars) => `每次 ${dollars}`,
    editTitle: (model) => `${model} 的价格`,
    edit: (model) => `编辑 ${model} 的价格`,
    kind: "请求如何计费",
    kindHints: {
      free: "计入用量，但不收费。",
      tokens: "按模型读取和写出的 token 计费。",
      call: "每个请求价格相同；图片按张计费。",
    },
    ratioHint: "1 表示每百万输入 token 2 美元。",
    completionHint: "输出 token 的价格是输入 token 的多少倍。留空：使用此模型的通常值。",
    completionFixed: "与 New API 相同，由模型名称决定。",
    cacheHint: "缓存 token 的价格是输入 token 的多少倍。留空：使用此模型的通常值。",
    dollars: "每次的美元价格",
    range: "0 到 1000000 的数字，使用小数点，最多 12 位小数。",
    inputCosts: (dollars) => `每百万输入 token ${dollars}。`,
    outputCosts: (dollars) => `每百万输出 token ${dollars}。`,
    saved: (model) => `已保存 ${model} 的价格，对此后开始的请求生效。`,
  },
};
