/** 套餐与限额的文案。 */
import { number } from "../../shared/locales/count.zh";
import type { en } from "./en";

export const zh: typeof en = {
  packages: {
    title: "套餐",
    intro: "套餐是一组消息限额，可供多位成员使用。发送、重新生成、编辑后重发各计一条消息。",
    add: "添加套餐",
    empty: "还没有套餐。",
    emptyHint: "没有套餐的成员发送不受限制。如需限制，请创建套餐。",
    limits: "限额",
    members: "成员",
    createTitle: "新建套餐",
    editTitle: (name) => `编辑 ${name}`,
    windowHints: {
      hour: "滚动 60 分钟",
      day: "自然日，按服务器时区",
      week: "周一开始，按服务器时区",
      month: "自然月，按服务器时区",
    },
    blankHint: "留空表示不限，0 表示禁止发送。",
    preview: "通俗说明",
    previewNone: "使用此套餐的成员发送不受限制。",
    previewBlocked: "使用此套餐的成员完全不能发送：限额为 0 即禁止。",
    previewAtMost: (parts) => `每位成员最多可发送：${parts.join("，")}。`,
    previewParts: {
      hour: (n) => `任意 60 分钟内 ${number(n)} 条`,
      day: (n) => `每天 ${number(n)} 条`,
      week: (n) => `每周 ${number(n)} 条`,
      month: (n) => `每月 ${number(n)} 条`,
    },
    previewIdle: (window) => `“${window}”不会起作用：更严的限额会先生效。`,
    limitRange: (max) => `请填写 0 到 ${max} 的整数，或留空。`,
    deleteTitle: (name) => `删除 ${name}？`,
    deleteText: "没有成员使用此套餐。",
    deleteInUse: (n) => `有 ${n} 位成员使用此套餐，请先为他们更换套餐。`,
    deletedToast: (name) => `${name} 已删除。`,
    savedToast: (name) => `${name} 已保存，新限额从下一条消息起生效。`,
    short: { hour: (n) => `${n} / 时`, day: (n) => `${n} / 天`, week: (n) => `${n} / 周`, month: (n) => `${n} / 月` },
  },
};
