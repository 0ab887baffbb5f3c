/** English words about connecting other programs. `zh.ts` must have the same shape. */
import type { Program } from "./recipes";

const programs: Record<Program, string> = {
  cherry: "Cherry Studio",
  python: "Python SDK (openai)",
  javascript: "JavaScript SDK (openai)",
  codex: "Codex CLI",
  claude: "Claude Code",
  gemini: "Gemini CLI",
  other: "Another program",
};

const hints: Record<Program, string> = {
  cherry: "Settings → Model Provider → Add. Enter these, then add the model by its name.",
  python: "The package anthropic works, too, with the address without /v1, and so does google-genai.",
  javascript: "The packages @anthropic-ai/sdk and @google/genai work, too, with the address without /v1.",
  codex: "Save the first text in the file, then start Codex with the key.",
  claude: "Paste it into a shell. To keep it, put the variables into the profile of your shell.",
  gemini: "Paste it into a shell, and choose “Use Gemini API Key” when you are asked how to sign in.",
  other: "Most programs call these an OpenAI-compatible provider. Some want the address without /v1.",
};

export const connectEn = {
  title: "Connect a program",
  intro: "What other programs need to ask the models that you may use, ready to be copied. What they ask counts against your quota.",
  program: "Program",
  programs,
  hints,
  key: "Key",
  keyHint: "The texts below show a part of it. What is copied holds the whole key.",
  noKey: "You have no key that works yet.",
  makeKey: "New key",
  model: "Model",
  places: {
    shell: "Shell (macOS, Linux)",
    powershell: "PowerShell (Windows)",
    install: "Install",
    python: "Python",
    javascript: "JavaScript",
    address: "API address",
    key: "API key",
    model: "Model",
    provider: "Provider type",
  },
  copy: (place: string) => `Copy: ${place}`,
};

export type ConnectWords = typeof connectEn;
