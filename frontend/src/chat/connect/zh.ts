/** 接入其他程序的文案。 */
import type { ConnectWords } from "./en";

export const connectZh: ConnectWords = {
  title: "接入程序",
  intro: "其他程序使用你可用的模型所需的设置，直接复制即可。程序的提问计入你的配额。",
  program: "程序",
  programs: {
    cherry: "Cherry Studio",
    python: "Python SDK（openai）",
    javascript: "JavaScript SDK（openai）",
    codex: "Codex CLI",
    claude: "Claude Code",
    gemini: "Gemini CLI",
    other: "其他程序",
  },
  hints: {
    cherry: "在“设置 → 模型服务 → 添加”中填入以下内容，再按名称添加模型。",
    python: "anthropic 与 google-genai 也可使用，地址不带 /v1。",
    javascript: "@anthropic-ai/sdk 与 @google/genai 也可使用，地址不带 /v1。",
    codex: "将第一段内容保存到该文件，然后带上密钥启动 Codex。",
    claude: "粘贴到终端即可。要长期生效，请把这些变量写入终端的配置文件。",
    gemini: "粘贴到终端；询问登录方式时，选择“Use Gemini API Key”。",
    other: "多数程序称之为“OpenAI 兼容”的服务商。有些程序要求地址不带 /v1。",
  },
  key: "密钥",
  keyHint: "下方只显示密钥的一部分，复制的内容包含完整密钥。",
  noKey: "你还没有可用的密钥。",
  makeKey: "新建密钥",
  model: "模型",
  places: {
    shell: "终端（macOS、Linux）",
    powershell: "PowerShell（Windows）",
    install: "安装",
    python: "Python",
    javascript: "JavaScript",
    address: "API 地址",
    key: "API 密钥",
    model: "模型",
    provider: "服务商类型",
  },
  copy: (place) => `复制：${place}`,
};
