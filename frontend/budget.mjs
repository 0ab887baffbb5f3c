// Fails when what a page loads first (its JavaScript with static imports, and its CSS) is over 130 KB gzipped or in more than 4 files:
// with the page itself, its icon and what it asks the server for, that keeps the first load within ten requests.
import { readFileSync, statSync } from "node:fs";

const mostBytes = 130 * 1024;
const mostFiles = 4;
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
  console.log(`${path}: first load ${(bytes / 1024).toFixed(1)} KB gzip in ${files.size} files`);
  if (bytes > mostBytes || files.size > mostFiles) failed = true;
}
if (failed) {
  console.error(`frontend: a page loads more than ${mostBytes / 1024} KB or ${mostFiles} files first`);
  process.exit(1);
}
