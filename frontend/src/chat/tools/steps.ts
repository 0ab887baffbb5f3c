import { isObject, type Json, objectOf, stringOf } from "../../shared/json";

const kinds = ["search", "page", "code"] as const;

/** One thing that a provider's tool did. */
export interface Step {
  number: number;
  kind: (typeof kinds)[number];
  state: string;
  /** What was searched for, an address, or a program. */
  subject: string;
  output: string;
}

export interface Source {
  url: string;
  title: string;
}

/** By their numbers: a later one of the same number says more of the same. What is none is left out. */
export function readSteps(values: readonly Json[]): readonly Step[] {
  const steps = new Map<number, Step>();
  for (const value of values.filter(isObject)) {
    const kind = kinds.find((one) => one === value["kind"]);
    const number = Number(value["number"]);
    if (!kind) continue;
    steps.set(number, { number, kind, state: stringOf(value["state"]), subject: stringOf(value["subject"]), output: stringOf(value["output"]) });
  }
  return [...steps.values()];
}

/** As the metadata of an answer have it. Of addresses only those that lead into the web. */
export function readWork(value: Json | undefined): { steps: readonly Step[]; sources: readonly Source[] } {
  const { steps, sources } = objectOf(value);
  return {
    steps: Array.isArray(steps) ? readSteps(steps) : [],
    sources: (Array.isArray(sources) ? sources.filter(isObject) : []).flatMap(({ url, title }) => {
      const address = stringOf(url);
      return isOfWeb(address) ? [{ url: address, title: stringOf(title) || hostOf(address) }] : [];
    }),
  };
}

export function isOfWeb(address: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(address);
}

export function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return address;
  }
}
