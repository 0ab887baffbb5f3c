/** Waits longer after every failure (0.5 s to 8 s, with some chance in it), and no longer once the network is back. */
export class Backoff {
  private failures = 0;

  get count(): number {
    return this.failures;
  }

  reset(): void {
    this.failures = 0;
  }

  async wait(signal: AbortSignal): Promise<void> {
    const longest = Math.min(8_000, 500 * 2 ** this.failures++);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(finish, longest * (0.75 + Math.random() / 4));
      const forget = () => {
        clearTimeout(timer);
        window.removeEventListener("online", finish);
        signal.removeEventListener("abort", stop);
      };
      function finish() {
        forget();
        resolve();
      }
      function stop() {
        forget();
        reject(new DOMException("aborted", "AbortError"));
      }
      window.addEventListener("online", finish);
      signal.addEventListener("abort", stop);
    });
  }
}
