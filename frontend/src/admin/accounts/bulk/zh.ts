/** 标签、复制账号和批量操作的文案。 */
import { number } from "../../../shared/locales/count.zh";
import type { en } from "./en";

export const zh: typeof en = {
  bulk: {
    chooseNamed: (name) => `选择 ${name}`,
    choosePage: "选择本页全部账号",
    bar: "已选账号",
    chosen: (n, elsewhere) => `已选 ${number(n)} 个账号${elsewhere > 0 ? `（其中 ${number(elsewhere)} 个不在当前列表中）` : ""}`,
    clear: "取消选择",
    setTag: "设置标签…",
    delete: "删除…",
    disableTitle: (n) => `停用 ${number(n)} 个账号？`,
    disableText: "它们将不再接收新消息，密钥和绑定会保留。",
    deleteTitle: (n) => `删除 ${number(n)} 个账号？`,
    deleteText: "其密钥和绑定会一并移除，对话会保留。",
    which: (n) => `查看这 ${number(n)} 个账号`,
    tagTitle: (n) => `为 ${number(n)} 个账号设置标签`,
    tagOfMany: "会替换它们现有的标签。留空则去掉标签。",
    done: {
      enable: (n) => `已启用 ${number(n)} 个账号。`,
      disable: (n) => `${number(n)} 个账号不再接收新消息。`,
      delete: (n) => `已删除 ${number(n)} 个账号。`,
      tag: (n) => `已更新 ${number(n)} 个账号的标签。`,
      test: (n) => `正在测试 ${number(n)} 个账号。`,
    },
    failed: (done, failed) => `${number(done)} 个成功，${number(failed)} 个失败：`,
    impactNone: "没有成员绑定到这些账号。",
    impactBound: (n) => `有 ${number(n)} 位成员绑定到这些账号，他们都还有其他账号。`,
    impactLose: (n) => `${number(n)} 位成员将失去所有账号，重新绑定之前无法聊天：`,
    tag: "标签",
    tagHint: "用于给账号分组的词，可以按它筛选列表。",
    onlyTag: (tag) => `只显示标签为 ${tag} 的账号`,
    tagged: (tag) => `标签：${tag}`,
    anyTag: "显示所有标签的账号",
    noneTagged: (tag) => `没有标签为 ${tag} 的账号。`,
    copy: "复制",
    copiedToast: (name) => `已添加 ${name}，密钥相同。启用之前处于停用状态。`,
    copiedWithoutLogin: (name) => `已添加 ${name}，处于停用状态。一个登录只能由一个账号使用，因此没有复制登录信息：请为它重新登录。`,
  },
};
