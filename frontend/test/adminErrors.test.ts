import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "../src/shared/api";

// The languages look at the browser's own choice; there is none here.
Object.assign(globalThis, { document: { cookie: "language=en" }, localStorage: { getItem: () => null } });
const { errorText, fieldError } = await import("../src/admin/text");

test("a refusal that names its field is said at that field, in either language of the server", () => {
  const said = (message: string) => fieldError(new ApiError(400, "invalid_request", message));
  assert.deepEqual(said("base_url: must name a host"), { field: "base_url", text: "must name a host" });
  assert.deepEqual(said("base_url：must name a host"), { field: "base_url", text: "must name a host" });
  assert.deepEqual(said("options.parameters: may not hold model"), { field: "options.parameters", text: "may not hold model" });
  assert.equal(said("Something else."), null);
});

test("a name that is taken is said at the name, in the reader's language", () => {
  const found = fieldError(new ApiError(409, "username_taken", "用户名已被使用。"));
  assert.deepEqual(found, { field: "username", text: "This user name is taken." });
});

test("an unknown code falls back to the server's own sentence", () => {
  assert.equal(errorText(new ApiError(409, "brand_new", "The server says so.")), "The server says so.");
});
