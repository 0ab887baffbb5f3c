/**
 * Remembers by a 32-bit fingerprint whose link was opened here last, so that reopening one's own bookmark asks nothing.
 * The fingerprint is far too short to find the token by it.
 */
const key = "chatmirror:link";

export function rememberLink(token: string, userId: number): void {
  try {
    localStorage.setItem(key, `${userId}:${fingerprint(token)}`);
  } catch {
    // Then the page asks the next time.
  }
}

export function isLinkOf(token: string, userId: number): boolean {
  try {
    return token !== "" && localStorage.getItem(key) === `${userId}:${fingerprint(token)}`;
  } catch {
    return false;
  }
}

/** FNV-1a. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16);
}
