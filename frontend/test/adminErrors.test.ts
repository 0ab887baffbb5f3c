import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "../src/shared/api";

// The languages look at the browser's own choice; there is none here.
Object.assign(globalThis, { document: { cookie: "language=en" }, localStorage: { getItem: () => null } });
const { errorText, fieldError } = await import("../src/admin/text");

test("a refusal that names its field is said at that field, in either language of the server", () => {
  const said = (detail: Record<string, unknown>) => fieldError(new ApiError(400, "invalid_request", "x: y", detail));
  assert.deepEqual(said({ field: "base_url", reason: "必须写明主机名" }), { field: "base_url", text: "必须写明主机名" });
  assert.deepEqual(said({ field: "options.parameters", reason: "is missing" }), { field: "options.parameters", text: "is missing" });
  assert.equal(said({ field: "base_url" }), null);
  assert.equal(said({}), null);
});

test("a name that is taken is said at the name, in the reader's language", () => {
  const found = fieldError(new ApiError(409, "username_taken", "用户名已被使用。"));
  assert.deepEqual(found, { field: "username", text: "This user name is taken." });
});

test("an unknown code falls back to the server's own sentence", () => {
  assert.equal(errorText(new ApiError(409, "brand_new", "The server says so.")), "The server says so.");
});
