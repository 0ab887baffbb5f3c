/** What is asked: OpenAI's Chat Completions, made of what is typed. */

export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface RequestBody {
  model: string;
  messages: Message[];
  temperature?: number;
  top_p?: number;
  max_tokens?: number;
  stream?: true;
  /** Without it the tokens of a streamed answer are not told. */
  stream_options?: { include_usage: true };
}

/** What is set for every question. Numbers are as they are typed, empty for the model's own. */
export interface Options {
  system: string;
  temperature: string;
  topP: string;
  maxTokens: string;
  streams: boolean;
}

export const usualOptions: Options = { system: "", temperature: "", topP: "", maxTokens: "", streams: true };

export type NumberField = "temperature" | "topP" | "maxTokens";

/** What OpenAI permits (platform.openai.com/docs/api-reference/chat/create). */
export const ranges: Record<NumberField, { least: number; most: number; isWhole: boolean }> = {
  temperature: { least: 0, most: 2, isWhole: false },
  topP: { least: 0, most: 1, isWhole: false },
  maxTokens: { least: 1, most: 10_000_000, isWhole: true },
};

/** The number that is typed, with a point or a comma; undefined for none, null for what is no number in the field's range. */
export function numberOf(field: NumberField, typed: string): number | undefined | null {
  const text = typed.trim().replace(",", ".");
  if (text === "") return undefined;
  const { least, most, isWhole } = ranges[field];
  const value = /^\d*\.?\d+$|^\d+\.$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= most && (!isWhole || Number.isInteger(value)) ? value : null;
}

export function isWrong(options: Options, field: NumberField): boolean {
  return numberOf(field, options[field]) === null;
}

/** Messages without words are left out, as models refuse them; so are numbers that are none. */
export function bodyOf(model: string, options: Options, messages: readonly Message[]): RequestBody {
  const temperature = numberOf("temperature", options.temperature) ?? undefined;
  const topP = numberOf("topP", options.topP) ?? undefined;
  const maxTokens = numberOf("maxTokens", options.maxTokens) ?? undefined;
  const system: Message[] = [{ role: "system", content: options.system }];
  return {
    model,
    messages: [...system, ...messages].filter((message) => message.content.trim() !== ""),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    ...(options.streams && { stream: true, stream_options: { include_usage: true } }),
  };
}

export function jsonOf(body: RequestBody): string {
  return JSON.stringify(body, null, 2);
}

/** The same question as a command for a shell, which has the API key in its variable `KEY`. */
export function curlOf(origin: string, body: RequestBody): string {
  return [
    `curl ${body.stream ? "-N " : ""}${origin}/v1/chat/completions \\`,
    '  -H "Authorization: Bearer $KEY" \\',
    "  -H 'Content-Type: application/json' \\",
    `  -d '${jsonOf(body).replace(/'/g, "'\\''")}'`,
  ].join("\n");
}
