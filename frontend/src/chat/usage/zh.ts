/** 成员用量汇总的文案。 */
import { number } from "../../shared/locales/count.zh";
import type { en } from "./en";

export const zh: typeof en = {
  title: "最近 30 天",
  requests: "请求",
  success: "成功率",
  failed: (n) => `${number(n)} 次失败`,
  tokens: "Token",
  tokensOf: (sent, written) => `输入 ${sent}，输出 ${written}`,
  cost: "花费",
  models: "模型",
  ofModel: (n, share) => `${number(n)} 次请求，成功率 ${share}`,
  chart: (most, when) => `每天的请求数；最多的是 ${when}，${most} 次`,
  ofDay: (day, n, failed) => `${day}：${number(n)} 次请求${failed > 0 ? `，${number(failed)} 次失败` : ""}`,
  notLoaded: "汇总加载失败。",
};
