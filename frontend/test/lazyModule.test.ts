import assert from "node:assert/strict";
import test from "node:test";
import { LazyModule } from "../src/shared/lazyModule";

test("a download that fails is tried three times, then given up until it is needed again", async () => {
  const asked: number[] = [];
  let isBroken = true;
  const module = new LazyModule(async (failures) => {
    asked.push(failures);
    if (isBroken) throw new Error("no network");
    return "code";
  });
  await assert.rejects(module.load(), (error) => error instanceof Error && error.message === "no network");
  assert.equal(module.loaded, null);
  isBroken = false;
  assert.equal(await module.load(), "code");
  assert.deepEqual(asked, [0, 1, 2, 3]);
  assert.equal(module.loaded, "code");
});

test("code that is needed in two places at once is downloaded once", async () => {
  let downloads = 0;
  const module = new LazyModule(async () => ++downloads);
  await Promise.all([module.load(), module.load()]);
  await module.load();
  assert.equal(downloads, 1);
});
