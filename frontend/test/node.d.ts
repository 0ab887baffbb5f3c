// Debian has no types for node; this is what the tests use of it.
declare module "node:test" {
  export default function test(name: string, run: () => void | Promise<void>): void;
  export const mock: { timers: { enable(options: { apis: string[] }): void; tick(milliseconds: number): void; reset(): void } };
}
declare module "node:assert/strict" {
  const assert: {
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): void;
    /** The promise must fail with an error that passes `check`. */
    rejects(promise: Promise<unknown>, check: (error: unknown) => boolean): Promise<void>;
  };
  export default assert;
}

declare module "node:child_process" {
  export function execFileSync(command: string, args: readonly string[], options: { encoding: "utf8" }): string;
}
