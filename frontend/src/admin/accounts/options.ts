/** The options of an account as they are typed, and back. */
import type { AccountOptions, SystemRole, TokenLimit } from "./types";
import { wholeNumber } from "../ui/wholeNumber";
import { headerLines, readHeaders } from "./headerLines";
import { jsonText, readObject } from "./jsonObject";
import { type MappingRow, mappingRows, readMapping, readStatuses, statusLines } from "./meaning";
import type { AccountText } from "./text";

export interface OptionsDraft {
  stream: boolean;
  streamUsage: boolean;
  tokenLimit: TokenLimit;
  systemRole: SystemRole;
  concurrency: string;
  firstByte: string;
  silence: string;
  total: string;
  parameters: string;
  headers: string;
  mapping: MappingRow[];
  statuses: string;
  systemPrompt: string;
  leadsSystemPrompts: boolean;
  formats: string[];
  apiVersion: string;
  responsesVersion: string;
}

export const usualOptions: AccountOptions = {
  stream: true,
  stream_usage: true,
  token_limit: "max_tokens",
  system_role: "system",
  concurrency: null,
  first_byte: null,
  silence: null,
  total: null,
  parameters: {},
  headers: {},
  model_mapping: {},
  status_code_mapping: {},
  system_prompt: "",
  system_prompt_override: false,
  endpoint_types: [],
  api_version: "",
  azure_responses_version: "",
};

/** Seconds that are waited where an account says nothing. */
export const usualWaits = { firstByte: 600, silence: 300, total: 3600 } as const;
export const longestWait = 86_400;
export const mostConcurrency = 10_000;

/** As a refusal of the server names them. */
export const optionFields = [
  "options.token_limit", "options.system_role", "options.concurrency", "options.first_byte",
  "options.silence", "options.total", "options.parameters",
  "options.headers", "options.model_mapping", "options.status_code_mapping", "options.system_prompt", "options.endpoint_types",
  "options.api_version", "options.azure_responses_version",
];

export function optionsDraftOf(options: Partial<AccountOptions> | undefined): OptionsDraft {
  const all = { ...usualOptions, ...options };
  return {
    stream: all.stream,
    streamUsage: all.stream_usage,
    tokenLimit: all.token_limit,
    systemRole: all.system_role,
    concurrency: numberText(all.concurrency),
    firstByte: numberText(all.first_byte),
    silence: numberText(all.silence),
    total: numberText(all.total),
    parameters: jsonText(all.parameters),
    headers: headerLines(all.headers),
    mapping: mappingRows(all.model_mapping),
    statuses: statusLines(all.status_code_mapping),
    systemPrompt: all.system_prompt,
    leadsSystemPrompts: all.system_prompt_override,
    formats: all.endpoint_types,
    apiVersion: all.api_version,
    responsesVersion: all.azure_responses_version,
  };
}

/** Of a draft without problems. */
export function optionsOf(draft: OptionsDraft): AccountOptions {
  return {
    stream: draft.stream,
    stream_usage: draft.streamUsage,
    token_limit: draft.tokenLimit,
    system_role: draft.systemRole,
    concurrency: concurrencyOf(draft.concurrency),
    first_byte: secondsOf(draft.firstByte),
    silence: secondsOf(draft.silence),
    total: secondsOf(draft.total),
    parameters: readObject(draft.parameters).object,
    headers: readHeaders(draft.headers).headers,
    model_mapping: readMapping(draft.mapping).mapping,
    status_code_mapping: readStatuses(draft.statuses).statuses,
    system_prompt: draft.systemPrompt,
    system_prompt_override: draft.leadsSystemPrompts,
    endpoint_types: draft.formats,
    api_version: draft.apiVersion.trim(),
    azure_responses_version: draft.responsesVersion.trim(),
  };
}

export function areUsual(draft: OptionsDraft): boolean {
  return JSON.stringify(draft) === JSON.stringify(optionsDraftOf(usualOptions));
}

/** What is wrong with them, by field. */
export function problemsOfOptions(draft: OptionsDraft, text: AccountText): Record<string, string | null> {
  const range = text.upstream.secondsRange(longestWait);
  return {
    "options.concurrency": isConcurrency(draft.concurrency) ? null : text.upstream.concurrencyRange(mostConcurrency),
    "options.first_byte": isSeconds(draft.firstByte) ? null : range,
    "options.silence": isSeconds(draft.silence) ? null : range,
    "options.total": isSeconds(draft.total) ? null : range,
    "options.parameters": problemOfParameters(draft.parameters, text),
    "options.headers": problemOfHeaders(draft.headers, text),
    "options.model_mapping": problemOfMapping(draft.mapping, text),
    "options.status_code_mapping": problemOfStatuses(draft.statuses, text),
  };
}

function problemOfMapping(rows: readonly MappingRow[], { upstream }: AccountText): string | null {
  const words = { half: upstream.mappingHalf, twice: upstream.mappingTwice };
  const { problem } = readMapping(rows);
  return problem && words[problem];
}

function problemOfStatuses(typed: string, { upstream }: AccountText): string | null {
  const { wrongLine } = readStatuses(typed);
  return wrongLine === null ? null : upstream.statusesLine(wrongLine);
}

function problemOfParameters(typed: string, { upstream }: AccountText): string | null {
  const words = { syntax: upstream.parametersSyntax, shape: upstream.parametersShape, number: upstream.parametersNumber };
  const { problem } = readObject(typed);
  return problem && words[problem];
}

function problemOfHeaders(typed: string, { upstream }: AccountText): string | null {
  const { problem } = readHeaders(typed);
  if (!problem) return null;
  return problem.kind === "line" ? upstream.headersLine(problem.line) : upstream.headersTwice(problem.name);
}

function isSeconds(typed: string): boolean {
  return typed.trim() === "" || wholeNumber(typed, 1, longestWait) !== null;
}

function isConcurrency(typed: string): boolean {
  return typed.trim() === "" || concurrencyOf(typed) !== null;
}

function concurrencyOf(typed: string): number | null {
  return typed.trim() === "" ? null : wholeNumber(typed, 1, mostConcurrency);
}

function secondsOf(typed: string): number | null {
  return typed.trim() === "" ? null : wholeNumber(typed, 1, longestWait);
}

function numberText(seconds: number | null): string {
  return seconds === null ? "" : String(seconds);
}
