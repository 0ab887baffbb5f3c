/** The groups as they are stored, as they are edited, and what must be saved in which order. */
import { characters, longest } from "../../shared/lengths";
import { type Option, optionNames, standardGroup } from "./api";
import type { SettingsText } from "./text";
import { entriesOf, objectText, packageIn, valueOf } from "./values";

export interface StoredGroups {
  /** By name; what New API's clients call a ratio is kept as it is. */
  ratios: ReadonlyMap<string, unknown>;
  packages: ReadonlyMap<string, number>;
}

export interface GroupRow {
  /** Stays while others are added and removed. */
  id: number;
  name: string;
  packageId: number | null;
  /** Not stored yet. */
  isNew: boolean;
  /** Goes when the groups are saved. */
  isRemoved: boolean;
}

export function storedGroups(options: readonly Option[]): StoredGroups {
  const packages = entriesOf(valueOf(options, optionNames.groupPackages))
    .map(([name, value]) => [name, packageIn(value)] as const)
    .filter((entry): entry is [string, number] => entry[1] !== null);
  return { ratios: new Map(entriesOf(valueOf(options, optionNames.groups))), packages: new Map(packages) };
}

export function groupRows({ ratios, packages }: StoredGroups): GroupRow[] {
  return [...ratios.keys()].map((name, id) => ({ id, name, packageId: packages.get(name) ?? null, isNew: false, isRemoved: false }));
}

export function newGroup(rows: readonly GroupRow[]): GroupRow {
  return { id: 1 + Math.max(-1, ...rows.map((row) => row.id)), name: "", packageId: null, isNew: true, isRemoved: false };
}

/** Everybody is in it who is in no other. */
export function mayRemove(row: GroupRow): boolean {
  return row.name !== standardGroup || row.isNew;
}

export function nameField(row: { id: number }): string {
  return `${row.id}.name`;
}

/** What is wrong with the names of new groups, by field. */
export function groupProblems(rows: readonly GroupRow[], text: SettingsText): Record<string, string | null> {
  const problems: Record<string, string | null> = {};
  const seen = new Set<string>();
  for (const row of rows) {
    const name = row.name.trim();
    if (row.isNew) problems[nameField(row)] = nameProblem(name, text) ?? (seen.has(name) ? text.settings.groupTwice : null);
    seen.add(name);
  }
  return problems;
}

function nameProblem(name: string, text: SettingsText): string | null {
  if (name === "") return text.common.required;
  // oxlint-disable-next-line no-control-regex
  if (/[,\u0000-\u001f\u007f]/.test(name)) return text.settings.groupComma;
  const count = characters(name);
  return count > longest.name ? text.common.tooLong(longest.name, count) : null;
}

export interface GroupSteps {
  steps: Option[];
  /** Puts back what the first step took, should the second be refused; null where nothing was taken. */
  undo: Option | null;
}

/**
 * What is saved, in order: a group has no package when it goes, and is there when it gets one. Packages of groups that go are
 * therefore taken first, alone.
 */
export function groupSteps(stored: StoredGroups, rows: readonly GroupRow[]): GroupSteps {
  const kept = rows.filter((row) => !row.isRemoved);
  const names = kept.map((row) => row.name.trim());
  const staying = [...stored.packages].filter(([name]) => names.includes(name));
  const isTaken = staying.length < stored.packages.size;
  const ratios = { key: optionNames.groups, value: objectText(names.map((name) => [name, stored.ratios.get(name) ?? 1])) };
  const isRegrouped = ratios.value !== objectText([...stored.ratios]);
  const packages = { key: optionNames.groupPackages, value: packagesText(kept.map((row) => [row.name.trim(), row.packageId])) };
  const before = packagesText(staying);
  return {
    steps: [
      ...(isTaken ? [{ key: optionNames.groupPackages, value: before }] : []),
      ...(isRegrouped ? [ratios] : []),
      ...(packages.value !== before ? [packages] : []),
    ],
    undo: isTaken ? { key: optionNames.groupPackages, value: packagesText([...stored.packages]) } : null,
  };
}

/** The rows once `saved` were; what was changed meanwhile stays changed. */
export function settled(rows: readonly GroupRow[], saved: readonly GroupRow[]): GroupRow[] {
  return rows.flatMap((row) => {
    const was = saved.find((one) => one.id === row.id);
    if (was?.isRemoved) return [];
    return was && was.name === row.name ? [{ ...row, name: row.name.trim(), isNew: false }] : [row];
  });
}

/** Sorted, so that the same packages are the same text. */
function packagesText(entries: readonly (readonly [string, number | null])[]): string {
  return objectText(entries.filter(([, id]) => id !== null).sort(([left], [right]) => (left < right ? -1 : 1)));
}
