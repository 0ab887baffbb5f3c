/** 绑定的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  bindings: {
    title: "绑定",
    intro: "决定谁可以使用哪个账号。专用账号只服务一位成员，共享账号可服务多位成员。",
    add: "添加绑定",
    empty: "还没有绑定。",
    emptyFiltered: "没有符合筛选条件的绑定。",
    emptyHint: "没有绑定的成员看不到任何模型。请把成员绑定到账号。",
    member: "成员",
    account: "账号",
    mode: "方式",
    dedicated: "专用",
    shared: "共享",
    dedicatedHint: "该账号只供这位成员使用。",
    sharedHint: "多位成员共用该账号，彼此看不到对方的对话。",
    anyMember: "全部成员",
    anyAccount: "全部账号",
    findMember: "查找成员",
    findAccount: "查找账号",
    clear: "清除选择",
    createTitle: "新建绑定",
    createdToast: (member, account) => `${member} 现在可以使用 ${account}。`,
    deleteTitle: (member, account) => `不再让 ${member} 使用 ${account}？`,
    deleteText: "新消息会改由该成员的其他账号处理，对话会保留。",
    deleteLast: "这是该成员唯一的账号，重新绑定之前无法聊天。",
    deletedToast: "绑定已移除。",
    none: "该成员没有绑定账号，看不到任何模型。",
    removeNamed: (account) => `移除 ${account}`,
  },
};
