/** 回答如何续写、由谁续写的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  continuedWith: (account) => `已由账号 ${account} 继续`,
  continuedElsewhere: "已由另一个账号继续",
  formerBroken: (former) => `${former} 目前不可用`,
  formerLimited: (former) => `${former} 暂时不再接收问题`,
  formerLimitedUntil: (former, moment) => `${former} 在 ${moment} 之前不再接收问题`,
  formerOff: (former) => `${former} 已停用`,
  continued: (account, former) => `${account}${former ? `；${former}` : ""}。`,
  seam: (at, model) => (model ? `在第 ${at} 个字符处由 ${model}` : `在第 ${at} 个字符处`),
  seams: (places) => `已${places.join("、")}继续。`,
};
