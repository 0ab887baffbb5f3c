/** 所有成员密钥的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  keys: {
    package: "套餐",
    packageHint: "此密钥的限额，与所有者的限额同时生效。",
    noPackage: "没有自己的限额",
    noPackageShort: "无",
    packageOf: (name) => `密钥 ${name} 的套餐`,
    choosePackage: (name, current) => `密钥 ${name} 的套餐：${current}，点击更改`,
    packageSaved: (name) => `${name} 的套餐已保存，限额从下一条消息起生效。`,
  },
};
