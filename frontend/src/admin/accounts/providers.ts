/** The kinds of upstream that an account may have, as the server lists them. */
import type { Option } from "../../shared/ui/Field";
import { useLoad } from "../../shared/useLoad";
import { accounts } from "./api";
import { AccountType, type Provider } from "./types";
import type { AccountText } from "./text";

/** Empty while they load, or when they cannot be loaded: an account keeps its kind then. */
export function useProviders(): readonly Provider[] {
  return useLoad("providers", accounts.providers).value ?? none;
}

const none: readonly Provider[] = [];

/** What most people look for. */
const common: readonly number[] = [AccountType.openAI, AccountType.anthropic, AccountType.gemini, AccountType.azure, AccountType.codex];

/** What a kind is called. Ours have words of their own. */
export function typeName(t: AccountText["accounts"], providers: readonly Provider[], type: number): string {
  if (type === AccountType.openAI) return t.typeOpenAI;
  if (type === AccountType.demo) return t.typeDemo;
  return providers.find((provider) => provider.type === type)?.name ?? t.typeOther(type);
}

/** The common ones first, then the others by name, our own demo last. `type` is always among them. */
export function typeOptions(t: AccountText["accounts"], providers: readonly Provider[], type: number): Option<string>[] {
  const known = new Set([AccountType.openAI, AccountType.demo, ...providers.map((provider) => provider.type), type]);
  const isOther = (one: number) => !common.includes(one) && one !== AccountType.demo;
  const asOption = (one: number) => ({ value: String(one), label: typeName(t, providers, one) });
  const others = [...known].filter(isOther).map(asOption).sort((one, other) => one.label.localeCompare(other.label));
  return [
    ...common.filter((one) => known.has(one)).map((one) => ({ ...asOption(one), group: t.typesCommon })),
    ...others.map((option) => ({ ...option, group: t.typesOther })),
    asOption(AccountType.demo),
  ];
}

/** The address of an account that names none. One that is merely compatible with OpenAI has to name its own. */
export function usualURL(providers: readonly Provider[], type: number): string {
  if (type === AccountType.openAI) return "";
  return providers.find((provider) => provider.type === type)?.base_url ?? "";
}
