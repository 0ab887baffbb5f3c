import assert from "node:assert/strict";
import test from "node:test";
import { en as panel } from "../src/admin/en";
import { type Option, optionNames } from "../src/admin/settings/api";
import { en } from "../src/admin/settings/en";
import {
  groupProblems, type GroupRow, groupRows, groupSteps, mayRemove, nameField, newGroup, settled, storedGroups,
} from "../src/admin/settings/groups";
import { packageIn, rowNamed, valueOf, withValues } from "../src/admin/settings/values";
import { newWeight, patternField, weightField, weightProblems, weightRows, weightsOption } from "../src/admin/settings/weights";
import { newNote, noteProblems, noteRows, notesOption } from "../src/admin/settings/notes";
import { zh } from "../src/admin/settings/zh";

const text = { ...panel, ...en };
const options = (groups: Record<string, unknown>, packages: Record<string, number> = {}): Option[] => [
  { key: optionNames.groups, value: JSON.stringify(groups) },
  { key: optionNames.groupPackages, value: JSON.stringify(packages) },
];
const three = options({ default: 1, vip: 0.8, svip: 1 }, { vip: 3 });
const rowsOf = (from: Option[], change: (row: GroupRow) => Partial<GroupRow> = () => ({})): GroupRow[] =>
  groupRows(storedGroups(from)).map((row) => ({ ...row, ...change(row) }));
const saved = (from: Option[], rows: GroupRow[]) => {
  const { steps, undo } = groupSteps(storedGroups(from), rows);
  return { steps: steps.map(({ key, value }) => [key, JSON.parse(value)]), undo: undo && JSON.parse(undo.value) };
};

test("groups that nobody changed are not saved", () => {
  assert.deepEqual(saved(three, rowsOf(three)), { steps: [], undo: null });
  assert.deepEqual(rowsOf(three).map(({ name, packageId }) => [name, packageId]), [["default", null], ["vip", 3], ["svip", null]]);
});

test("a package of a group is saved alone", () => {
  const rows = rowsOf(three, ({ name }) => (name === "svip" ? { packageId: 5 } : {}));
  assert.deepEqual(saved(three, rows).steps, [["GroupPackageIds", { svip: 5, vip: 3 }]]);
  const without = rowsOf(three, () => ({ packageId: null }));
  assert.deepEqual(saved(three, without).steps, [["GroupPackageIds", {}]]);
});

test("a new group is there before it has a package, and the ratios of others stay", () => {
  const rows = [...rowsOf(three), { ...newGroup(rowsOf(three)), name: " night ", packageId: 9 }];
  assert.deepEqual(saved(three, rows), {
    steps: [["GroupRatio", { default: 1, vip: 0.8, svip: 1, night: 1 }], ["GroupPackageIds", { night: 9, vip: 3 }]], undo: null,
  });
});

test("a group that goes gives its package up first, and has it again should it stay", () => {
  const rows = rowsOf(three, ({ name }) => ({ isRemoved: name === "vip" }));
  assert.deepEqual(saved(three, rows), {
    steps: [["GroupPackageIds", {}], ["GroupRatio", { default: 1, svip: 1 }]], undo: { vip: 3 },
  });
  const other = rowsOf(three, ({ name }) => ({ isRemoved: name === "svip" }));
  assert.deepEqual(saved(three, other), { steps: [["GroupRatio", { default: 1, vip: 0.8 }]], undo: null });
});

test("after saving, what was changed meanwhile stays changed", () => {
  const before = [...rowsOf(three, ({ name }) => ({ isRemoved: name === "vip" })), { ...newGroup(rowsOf(three)), name: "night " }];
  const [typed, ...rest] = [...before].reverse();
  assert.deepEqual(settled(before, before).map(({ name, isNew }) => [name, isNew]), [["default", false], ["svip", false], ["night", false]]);
  const meanwhile = settled([...rest, { ...typed!, name: "nights" }], before);
  assert.deepEqual(meanwhile.filter((row) => row.isNew).map((row) => row.name), ["nights"]);
});

test("the name of a new group is checked, the standard group stays", () => {
  const [standard, vip] = rowsOf(three);
  assert.ok(!mayRemove(standard!) && mayRemove(vip!));
  const problem = (name: string) => {
    const row = { ...newGroup(rowsOf(three)), name };
    return groupProblems([...rowsOf(three), row], text)[nameField(row)];
  };
  assert.equal(problem("night"), null);
  assert.equal(problem("夜".repeat(64)), null);
  assert.equal(problem("  "), panel.common.required);
  assert.equal(problem(" vip "), en.settings.groupTwice);
  assert.equal(problem("a,b"), en.settings.groupComma);
  assert.ok(problem("夜".repeat(65)));
});

test("an option that cannot be read counts as not set, and hostile names are names", () => {
  for (const value of ["", "{", "[]", "null", "7"]) assert.deepEqual(weightRows([{ key: optionNames.weights, value }]), []);
  const hostile = [{ key: optionNames.groups, value: '{"default":1,"__proto__":2}' }, { key: optionNames.groupPackages, value: '{"__proto__":4}' }];
  assert.deepEqual(groupRows(storedGroups(hostile)).map((row) => row.packageId), [null, 4]);
  assert.deepEqual(groupSteps(storedGroups(hostile), rowsOf(hostile)).steps, []);
  assert.deepEqual(["", "0", "7", 7, -1, 1.5, null, "x"].map(packageIn), [null, null, 7, 7, null, null, null, null]);
});

test("options keep what was saved last", () => {
  const after = withValues(three, [{ key: optionNames.groups, value: "{}" }, { key: "X", value: "1" }]);
  assert.equal(valueOf(after, optionNames.groups), "{}");
  assert.equal(valueOf(after, optionNames.groupPackages), '{"vip":3}');
  assert.equal(valueOf(after, "X"), "1");
});

test("a refusal is said at the row that it names", () => {
  const rows = rowsOf(three);
  const at = (words: string) => rowNamed(words, rows, (row) => [row.name, String(row.packageId ?? "")]);
  assert.equal(at("2 members are in the group “vip”, among them alice."), 1);
  assert.equal(at("分组“svip”中还有 2 个成员（alice），请先把他们移到其他分组。"), 2);
  assert.equal(at("“3” is not there"), 1);
  assert.equal(at("No connection."), null);
  assert.equal(rowNamed("“”", [{ id: 1 }], () => [""]), null);
});

test("weights are whole numbers, patterns have no spaces and come once", () => {
  const row = (pattern: string, weight: string) => ({ ...newWeight([]), pattern, weight });
  const wrong = (pattern: string, weight: string) => {
    const one = row(pattern, weight);
    const problems = weightProblems([one], text);
    return [problems[patternField(one)] !== null, problems[weightField(one)] !== null];
  };
  for (const [pattern, weight] of [["o3", "5"], ["gpt-*", "0"], [" o3 ", " 10000 "]] as const) assert.deepEqual(wrong(pattern, weight), [false, false]);
  for (const weight of ["", "-1", "1.5", "10001", "x"]) assert.deepEqual(wrong("o3", weight), [false, true], weight);
  for (const pattern of ["", "a b", "a,b", "*****", "x".repeat(65), "夜".repeat(22)]) assert.deepEqual(wrong(pattern, "1"), [true, false], pattern);
  const twice = [row("o3", "1"), { ...row("o3 ", "2"), id: 1 }];
  assert.equal(weightProblems(twice, text)[patternField(twice[1]!)], en.settings.patternTwice);
  assert.deepEqual(weightsOption([row(" o3", " 05"), { ...row("gpt-*", "0"), id: 1 }]), { key: "ModelWeights", value: '{"o3":5,"gpt-*":0}' });
});

test("a weight is a sentence in both languages", () => {
  assert.equal(en.settings.weighs("o3", 5), "o3 counts as 5 messages.");
  assert.equal(en.settings.weighs("o3", 1), "o3 counts as 1 message.");
  assert.equal(zh.settings.weighs("o3", 5), "o3 的每条消息计为 5 条。");
});

test("notes of models are edited as they are stored, and what is no note counts as none", () => {
  const stored = { key: optionNames.notes, value: '{"gpt-5":{"name":"<b>Five</b>","line":"For all"},"o3":{"name":7},"x":null,"__proto__":{"name":"P"}}' };
  const rows = noteRows([stored]);
  assert.deepEqual(rows.map(({ model, name, line }) => [model, name, line]), [["gpt-5", "<b>Five</b>", "For all"], ["o3", "", ""], ["x", "", ""], ["__proto__", "P", ""]]);
  const [first] = rows;
  assert.equal(notesOption([{ ...first!, name: " Five ", line: "" }]).value, '{"gpt-5":{"name":"Five","line":""}}');
  assert.deepEqual(noteRows([{ key: optionNames.notes, value: "[" }]), []);
  assert.deepEqual(Object.values(noteProblems(rows, text)).filter(Boolean), []);
});

test("a note that the server would refuse is told before", () => {
  const row = (model: string, name = "", line = "") => ({ ...newNote([]), model, name, line });
  const problem = (one: ReturnType<typeof row>) => Object.values(noteProblems([one], text)).find(Boolean) ?? null;
  assert.equal(problem(row(" ")), text.common.required);
  assert.equal(problem(row("a", "x".repeat(4_000))), text.common.tooLong(64, 4_000));
  assert.equal(problem(row("a", "🙂".repeat(64), "汉".repeat(160))), null);
  assert.equal(problem(row("a", "", "汉".repeat(161))), text.common.tooLong(160, 161));
  assert.equal(problem(row("a", "one\u2028two")), text.settings.noteControl);
  assert.equal(problem(row("a\u0000b")), text.settings.noteControl);
  assert.deepEqual(Object.values(noteProblems([row("a"), { ...row(" a "), id: 1 }], text)).filter(Boolean), [text.settings.patternTwice]);
});
