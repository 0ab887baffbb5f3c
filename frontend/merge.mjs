// Adds the outputs of a second bundle to the manifest of the first, and takes its own away.
import { readFileSync, unlinkSync, writeFileSync } from "node:fs";

const [manifest, more] = process.argv.slice(2);
const all = JSON.parse(readFileSync(manifest, "utf8"));
Object.assign(all.outputs, JSON.parse(readFileSync(more, "utf8")).outputs);
writeFileSync(manifest, JSON.stringify(all));
unlinkSync(more);
