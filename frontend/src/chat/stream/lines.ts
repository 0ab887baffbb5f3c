/**
 * So many answers all windows of a browser read without a pause: browsers open six connections to a server, one is for those that take
 * turns, and one for everything else.
 */
const most = 4;

/**
 * Reads an answer while a connection is free for it; else, after others, in brief pieces (`isBrief`). Where windows cannot agree, as on plain
 * HTTP, each reads as it likes.
 */
export async function withLine<T>(signal: AbortSignal, read: (isBrief: boolean) => Promise<T>): Promise<T> {
  const locks: LockManager | undefined = navigator.locks;
  if (!locks) return read(false);
  for (let number = 0; number < most; number++) {
    const found = await locks.request(`line ${number}`, { ifAvailable: true }, async (lock) => (lock ? { ending: await read(false) } : null));
    if (found) return found.ending;
  }
  return locks.request("lines in turn", { signal }, () => read(true));
}
