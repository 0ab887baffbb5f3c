/** What one person keeps in this browser: drafts and choices. Gone at sign-out. */
export class PersonalStorage {
  private readonly prefix: string;

  constructor(userId: number | string) {
    this.prefix = `chatmirror:${userId}:`;
  }

  get(key: string): string | null {
    try {
      return localStorage.getItem(this.prefix + key);
    } catch {
      return null;
    }
  }

  /** Keeps `value`, or forgets the key when it is empty. */
  set(key: string, value: string): void {
    try {
      if (value) localStorage.setItem(this.prefix + key, value);
      else localStorage.removeItem(this.prefix + key);
    } catch {
      // Full or forbidden storage costs the draft after a reload, nothing else.
    }
  }

  clear(): void {
    try {
      const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? "");
      keys.filter((key) => key.startsWith(this.prefix)).forEach((key) => localStorage.removeItem(key));
    } catch {
      // Nothing was kept then.
    }
  }
}
