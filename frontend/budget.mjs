// Fails when what a page loads first (its JavaScript with static imports, and its CSS) is over 130 KB gzipped or in more than 4 files:
// with the page itself, its icon and what it asks the server for, that keeps the first load within ten requests.
// A part that is loaded later may take 5 files, itself among them: more of them say that its list of shared modules is not imported.
import { readFileSync, statSync } from "node:fs";

const mostBytes = 130 * 1024;
const mostFiles = 4;
const mostFilesLater = 5;
const { outputs } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const pages = Object.keys(outputs).filter((path) => outputs[path].entryPoint?.endsWith("main.tsx"));

/** All that `path` needs before it runs. */
function filesOf(path, files = new Set()) {
  if (files.has(path)) return files;
  files.add(path);
  const output = outputs[path];
  if (output.cssBundle) filesOf(output.cssBundle, files);
  for (const item of output.imports) {
    if (item.kind === "import-statement") filesOf(item.path, files);
  }
  return files;
}

/** The parts that a page loads later, wherever in its code they are named. */
function partsOf(files) {
  return [...files].flatMap((file) => outputs[file].imports.filter((item) => item.kind === "dynamic-import").map((item) => item.path));
}

function size(files) {
  return [...files].reduce((sum, file) => sum + statSync(`${file}.gz`).size, 0);
}

function report(what, files) {
  console.log(`${what} ${(size(files) / 1024).toFixed(1)} KB gzip in ${files.size} files`);
}

let failed = false;
for (const page of pages) {
  const first = filesOf(page);
  report(`${page}: first load`, first);
  if (size(first) > mostBytes || first.size > mostFiles) failed = true;
  for (const part of partsOf(first)) {
    const more = new Set([...filesOf(part)].filter((file) => !first.has(file)));
    report(`  ${outputs[part].entryPoint}: then`, more);
    if (more.size > mostFilesLater) failed = true;
  }
}
if (failed) {
  console.error(`frontend: a page loads more than ${mostBytes / 1024} KB or ${mostFiles} files first, or a part of one more than ${mostFilesLater} files later`);
  process.exit(1);
}
