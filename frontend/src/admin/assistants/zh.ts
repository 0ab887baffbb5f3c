/** 助手的文案。 */
import { number } from "../../shared/locales/count.zh";
import type { en } from "./en";

export const zh: typeof en = {
  assistants: {
    title: "助手",
    intro: "成员可以用助手开始对话：助手有名称，以及每个回答都遵循的指令。",
    add: "添加助手",
    empty: "还没有助手。",
    emptyHint: "在此之前，成员直接选择模型。",
    createTitle: "新建助手",
    editTitle: (name) => `编辑 ${name}`,
    description: "简介",
    descriptionHint: "显示在名称下方的一句话。",
    instruction: "指令",
    instructionHint: "置于每个对话之前，先于成员自己的指令。成员看不到它。",
    model: "模型",
    modelHint: "拥有此模型的成员默认使用它开始对话。留空则用通常的默认模型。",
    usualModel: "默认",
    starters: "开场问题",
    startersHint: (most) => `每行一个，最多 ${most} 个。点击即发送。`,
    startersMost: (most, now) => `最多 ${most} 个问题，现在是 ${now} 个。`,
    group: "可用于",
    everybody: "所有人",
    order: "排序",
    orderHint: "数字小的排在前面。",
    orderRange: (most) => `请填写 0 到 ${number(most)} 的整数。`,
    isEnabled: "成员可以使用",
    isOff: "已停用",
    picture: "图片",
    deleteTitle: (name) => `删除 ${name}？`,
    deleteText: "用它开始的对话会保留，但之后不再带有它的指令。",
    deletedToast: (name) => `${name} 已删除。`,
    savedToast: (name) => `${name} 已保存。`,
  },
};
