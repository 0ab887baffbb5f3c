import { api } from "../../shared/api";

/** The group of everybody who is in no other. */
export const standardGroup = "default";

/** The options of the server that the panel knows. */
export const optionNames = {
  groups: "GroupRatio",
  groupPackages: "GroupPackageIds",
  everyonesPackage: "GlobalPackageId",
  strategy: "LoadBalanceStrategy",
  weights: "ModelWeights",
  notes: "ModelNotes",
  titles: "UpstreamTitlesEnabled",
  balanceMinutes: "BalanceUpdateMinutes",
  publicPrices: "PublicPricingEnabled",
  sharedChats: "SharedChats",
  tools: "ChatTools",
  siteName: "SystemName",
  notice: "Notice",
  logo: "Logo",
} as const;

/** An option; its value is text, whatever it stands for. */
export interface Option {
  key: string;
  value: string;
}

/** All options that are set or have a usual value. For the owner alone. */
export function loadOptions(): Promise<Option[]> {
  return api<Option[]>("GET", "/api/option/");
}

export function saveOption({ key, value }: Option): Promise<unknown> {
  return api("PUT", "/api/option/", { key, value });
}

/** `picture`: in base64; null for none. Answers with its address, empty for none. */
export function saveLogo(picture: string | null): Promise<string> {
  return api<string>("PUT", "/api/site/logo", { picture });
}

/** The names of the groups that members can be in. */
export function loadGroups(): Promise<string[]> {
  return api<string[]>("GET", "/api/group/");
}
