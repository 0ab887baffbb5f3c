/** Lengths as the server counts them: names in code points, messages in bytes of UTF-8. `String.length` is neither. */
export const longest = {
  username: 64,
  displayName: 64,
  name: 64,
  title: 200,
  projectName: 100,
  remark: 255,
  tag: 64,
  modelName: 255,
  /** Bytes. */
  address: 1024,
  /** Bytes. */
  message: 1024 * 1024,
} as const;

export const passwordLengths = { least: 8, most: 128 } as const;

/** Unicode code points: an emoji counts one, or one for each of its parts. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

export function isPasswordLength(password: string): boolean {
  const length = characters(password);
  return length >= passwordLengths.least && length <= passwordLengths.most;
}
