/** Where programs ask. */
export function baseAddress(origin: string): string {
  return `${origin}/v1`;
}

/** A first question, to be pasted into a shell. `key` begins with `sk-`. */
export function curlExample(base: string, key: string, model: string): string {
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] });
  return [
    `curl ${base}/chat/completions \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '${body.replace(/'/g, "'\\''")}'`,
  ].join("\n");
}
