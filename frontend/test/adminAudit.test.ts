import assert from "node:assert/strict";
import test from "node:test";
import { auditPath } from "../src/admin/audit/api";
import { changes } from "../src/admin/audit/changes";
import { en } from "../src/admin/audit/en";
import { zh } from "../src/admin/audit/zh";

test("both sides of a change are told, field by field", () => {
  assert.deepEqual(changes({ role: 1, remark: "" }, { role: 10, remark: "r" }), [
    { field: "role", from: "1", to: "10" },
    { field: "remark", from: null, to: "r" },
  ]);
});

test("something new or gone shows what is not empty", () => {
  assert.deepEqual(changes(null, { name: "up", proxy: "", contexts: {}, package_id: null }), [{ field: "name", from: null, to: "up" }]);
  assert.deepEqual(changes({ name: "up" }, null), [{ field: "name", from: "up", to: null }]);
  assert.deepEqual(changes(null, null), []);
});

test("limits and contexts are read as words", () => {
  assert.deepEqual(changes({ limits: [] }, { limits: [{ window: "day", limit: 5 }, { window: "hour", limit: 2 }] }), [
    { field: "limits", from: null, to: "window day limit 5, window hour limit 2" },
  ]);
});

test("both languages name the same acts, results and fields", () => {
  for (const part of ["actions", "results", "fields"] as const) {
    assert.deepEqual(Object.keys(zh.audit[part]).sort(), Object.keys(en.audit[part]).sort());
  }
});

test("the list is read by cursor, also from its beginning", () => {
  assert.equal(auditPath({}, ""), "/api/audit/?cursor=&page_size=50");
  assert.equal(
    auditPath({ keyword: " 木 ", user_id: 7, action: "login" }, "123"),
    `/api/audit/?cursor=123&page_size=50&keyword=${encodeURIComponent("木")}&user_id=7&action=login`,
  );
});
