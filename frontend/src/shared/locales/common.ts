import { sentences, useSentences } from "../i18n";
import type { ApiError } from "../api";
import { type Common, commonEn } from "./common.en";
import { commonZh } from "./common.zh";

const both = { en: commonEn, zh: commonZh };

export function useCommon(): Common {
  return useSentences(both);
}

export function common(): Common {
  return sentences(both);
}

/** The words for a failure that no page has a better sentence for; the server's own sentence comes first where it gives one. */
export function explain(error: ApiError): string {
  const t = common();
  if (error.isOffline) return t.offline;
  if (error.status === 403) return t.forbidden;
  if (error.status === 404) return t.notFound;
  if (error.status === 429) return t.tooManyRequests;
  if (error.status === 503) return t.unavailable;
  const reference = error.requestId ? ` ${t.reference(error.requestId)}` : "";
  return error.status < 500 && error.message ? error.message : t.somethingWrong + reference;
}
