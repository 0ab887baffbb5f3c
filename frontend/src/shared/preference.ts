/** A device-wide choice kept in a cookie, so that the server can write it into the page, and in localStorage as a fallback. */
export class Preference<Value extends string> {
  private readonly listeners = new Set<() => void>();
  private current: Value;

  constructor(
    private readonly name: string,
    private readonly allowed: readonly Value[],
    fallback: Value,
  ) {
    this.current = this.read() ?? fallback;
  }

  get = (): Value => this.current;

  set(value: Value): void {
    this.current = value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${this.name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    try {
      localStorage.setItem(this.name, value);
    } catch {
      // Private windows may refuse storage; the cookie is enough.
    }
    this.listeners.forEach((listener) => listener());
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private read(): Value | undefined {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith(`${this.name}=`));
    const found = cookie?.slice(this.name.length + 1) ?? this.stored();
    return this.allowed.find((value) => value === found);
  }

  private stored(): string | null {
    try {
      return localStorage.getItem(this.name);
    } catch {
      return null;
    }
  }
}
