// Fails when what a page loads first (its JavaScript with static imports, and its CSS) is over 150 KB gzipped.
import { readFileSync, statSync } from "node:fs";

const limit = 150 * 1024;
const { outputs } = JSON.parse(readFileSync(process.argv[2], "utf8"));

function firstLoad(path, seen) {
  if (seen.has(path)) return;
  seen.add(path);
  const output = outputs[path];
  if (output.cssBundle) firstLoad(output.cssBundle, seen);
  for (const item of output.imports) {
    if (item.kind === "import-statement") firstLoad(item.path, seen);
  }
}

let failed = false;
for (const [path, output] of Object.entries(outputs)) {
  if (!output.entryPoint?.endsWith("main.tsx")) continue;
  const files = new Set();
  firstLoad(path, files);
  const bytes = [...files].reduce((sum, file) => sum + statSync(`${file}.gz`).size, 0);
  console.log(`${path}: first load ${(bytes / 1024).toFixed(1)} KB gzip`);
  if (bytes > limit) failed = true;
}
if (failed) {
  console.error("frontend: a page loads more than 150 KB first");
  process.exit(1);
}
