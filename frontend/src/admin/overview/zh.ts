/** 概览页的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  overview: {
    title: "概览",
    members: "成员",
    accounts: "账号",
    packages: "套餐",
    enabled: (n) => `${n} 个启用`,
    disabled: (n) => `${n} 个停用`,
    attention: (n) => `${n} 个需要处理`,
    firstSteps: "快速上手",
    progress: (done, all) => `已完成 ${done} / ${all}`,
    stepDone: "已完成",
    stepOpen: "待办",
    addAccount: "添加账号",
    addAccountHint: "回答由它产生：填写 OpenAI 兼容服务的地址和密钥。",
    testAccount: "测试账号",
    testAccountHint: "发送一次极小的请求，显示延迟或确切的错误。",
    addMember: "创建成员",
    addMemberHint: "使用聊天的人，不需要邮箱，也不需要密码。",
    bind: "把成员绑定到账号",
    bindHint: "成员只能看到自己所绑定账号的模型。",
    copyLink: "复制专属链接",
    copyLinkHint: "打开链接即登录，请只发给该成员本人。",
    attentionTitle: "需要处理",
    allWell: "一切正常，没有需要处理的事项。",
    unbound: (n) => `${n} 位成员没有绑定账号，无法聊天`,
    unboundHint: "请为他们绑定账号。",
    noReason: "没有记录原因。",
    loadFailed: "这部分内容加载失败。",
  },
};
