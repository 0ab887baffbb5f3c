import { PersonalStorage } from "../shared/personalStorage";

/**
 * Remembers by a 32-bit fingerprint which link a person opened here, so that reopening one's own bookmark asks nothing.
 * The fingerprint is far too short to find the token by it, and goes at sign-out.
 */
const key = "link";

export function rememberLink(token: string, userId: number): void {
  new PersonalStorage(userId).set(key, fingerprint(token));
}

export function isLinkOf(token: string, userId: number): boolean {
  return token !== "" && new PersonalStorage(userId).get(key) === fingerprint(token);
}

/** FNV-1a. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
}
