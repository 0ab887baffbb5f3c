import assert from "node:assert/strict";
import test from "node:test";
import { api, apiFile, ApiError, onPasswordWanted } from "../src/shared/api";

function answering(...statuses: number[]): string[] {
  const asked: string[] = [];
  const wants = { success: false, message: "", code: "confirm_password" };
  Object.assign(globalThis, {
    fetch: (path: string) => {
      asked.push(path);
      const status = statuses.shift() ?? 200;
      return Promise.resolve(new Response(JSON.stringify(status === 403 ? wants : { success: true, data: 7 }), { status }));
    },
  });
  return asked;
}

test("a call that wants the password is made again once it was given", async () => {
  const asked = answering(403, 200);
  const takeBack = onPasswordWanted(() => Promise.resolve(true));
  assert.equal(await api("DELETE", "/api/user/7"), 7);
  assert.deepEqual(asked, ["/api/user/7", "/api/user/7"]);
  takeBack();
});

test("a file is asked for again, too, and one that breaks off is an error like any other", async () => {
  const asked = answering(403, 200);
  const takeBack = onPasswordWanted(() => Promise.resolve(true));
  const file = await apiFile("POST", "/api/audit/export");
  assert.equal(await file.text(), '{"success":true,"data":7}');
  assert.equal(asked.length, 2);
  const broken = new ReadableStream({ start: (stream) => stream.error(new Error("cut")) });
  Object.assign(globalThis, { fetch: () => Promise.resolve(new Response(broken, { status: 200 })) });
  await assert.rejects(apiFile("POST", "/api/audit/export"), (error: unknown) => error instanceof ApiError && error.isOffline);
  takeBack();
});

test("a password that is not given leaves the call refused, and so does nobody who could ask for it", async () => {
  const isRefused = (error: unknown) => error instanceof ApiError && error.code === "confirm_password";
  const asked = answering(403, 403);
  const takeBack = onPasswordWanted(() => Promise.resolve(false));
  await assert.rejects(api("DELETE", "/api/user/7"), isRefused);
  takeBack();
  await assert.rejects(api("DELETE", "/api/user/7"), isRefused);
  assert.equal(asked.length, 2);
});

test("of two calls that want it at once only one asks", async () => {
  answering(403, 403, 200, 200);
  let count = 0;
  let give = (_isGiven: boolean) => {};
  const takeBack = onPasswordWanted(() => {
    count += 1;
    return new Promise((resolve) => (give = resolve));
  });
  const both = Promise.all([api("DELETE", "/api/user/7"), api("DELETE", "/api/user/8")]);
  while (count === 0) await new Promise((resolve) => setTimeout(resolve));
  give(true);
  assert.deepEqual(await both, [7, 7]);
  assert.equal(count, 1);
  takeBack();
});
