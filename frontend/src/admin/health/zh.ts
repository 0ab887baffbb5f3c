/** 账号健康状况的文案。 */
import type { en } from "./en";

export const zh: typeof en = {
  health: {
    states: {
      healthy: "正常",
      partly: "部分模型不可用",
      cooling: "冷却中",
      limited: "受限",
      needs_login: "需要重新登录",
      needs_attention: "需要处理",
      draining: "排空中",
      disabled: "已停用",
    },
    hints: {
      partly: "上游说没有这些模型，因此最后才会向它请求这些模型。",
      cooling: "它出过错，暂时不再使用。",
      limited: "上游暂时拒绝更多请求。",
      needs_login: "上游不再接受其登录信息。",
      needs_attention: "在有人处理之前不再使用。",
      draining: "它会写完正在生成的回答，不再接收新消息。",
    },
    since: (when) => `${when} 开始`,
    until: (when) => `${when} 结束`,
    nextProbe: (when) => `${when} 再次尝试`,
    models: (names) => `模型：${names}`,
    retry: "立即重试",
    retryNamed: (name) => `立即重试：${name}`,
    retried: (name) => `${name} 从下一条消息起恢复使用。`,
    enableNamed: (name) => `启用：${name}`,
    disableNamed: (name) => `停用：${name}`,
    failingTitle: "当前故障",
    allWork: "所有账号都正常。",
    failingFailed: "无法查明当前故障。",
    affected: (n) => (n === 0 ? "没有成员受影响。" : `影响 ${n} 位成员：`),
    affectedMore: (n) => `等，另有 ${n} 位`,
  },
};
