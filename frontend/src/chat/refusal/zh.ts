/** 消息被拒绝时的文案。 */
import { limitsZh } from "../../shared/limits/zh";
import type { en } from "./en";

export const zh: typeof en = {
  refusals: {
    unknown_model: "这个模型已不存在，请换一个模型。",
    unknown_parent: "这个对话已在别处更改，请重新加载后再试。",
    no_account: "目前没有账号可以为你提供这个模型，请换一个模型或联系管理员。",
    conversation_moved: "这个对话已在别处继续，现在显示的是最新的消息。你的消息没有发出，已为你保留，可以再次发送。",
    turn_running: "这个对话还在生成回答，请等待完成或先停止。",
    too_many_running: "你同时生成的回答太多，请等其中一个完成，或先停止一个。",
    duplicate_message: "这条消息之前已经发送过。",
    too_large: "消息太长：最多 1 MiB，请缩短或分成几条发送。",
    not_found: "这个对话不存在或已被删除。",
    unavailable: "服务暂时不可用，你的消息没有丢失，请稍后再试。",
    network: "无法连接服务器，请检查网络后重试。",
  },
  accountsRest: "这个模型的账号刚刚出错，正在恢复。",
  tryAgainSoon: "请稍后再试。",
  tryAgainIn: (wait) => `请在 ${wait}再试。`,
  inSeconds: (seconds) => `${seconds} 秒后`,
  limitReached: {
    hour: "已达到每小时限额",
    day: "已达到每日限额",
    week: "已达到每周限额",
    month: "已达到每月限额",
  },
  limitReachedEvery: (length) => `已达到${limitsZh.every(length)}的限额`,
  limitReachedFor: {
    member_account: "已达到你在此账号上的限额",
    key: "已达到此密钥的限额",
    group: "已达到你所在分组的限额",
  },
  limitReachedOther: "已达到限额",
  limitNumbers: (used, limit) => `已用 ${used} / ${limit}。`,
  limitOnly: (only) => `此限额${only}。`,
  nextMessageAt: (moment, wait) => `${moment}（${wait}）可以发送下一条消息。`,
  sendAgainNow: "现在可以重新发送了。",
  limitBlocked: "你的套餐不允许在此发送消息，请联系管理员。",
  messageKept: "你的消息保留在下方输入框中。",
  inMinutes: (minutes) =>
    minutes < 1
      ? "不到 1 分钟后"
      : minutes < 60
        ? `${minutes} 分钟后`
        : minutes < 1440
          ? `${Math.floor(minutes / 60)} 小时${minutes % 60 ? ` ${minutes % 60} 分钟` : ""}后`
          : `${Math.round(minutes / 1440)} 天后`,
};
