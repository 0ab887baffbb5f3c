import assert from "node:assert/strict";
import test from "node:test";
import { readFiles } from "../src/chat/files/files";
import { fittingSize, renamed } from "../src/chat/attaching/scaled";

test("a picture beyond 2048 pixels on a side fits in the same proportion", () => {
  assert.equal(fittingSize(2048, 2048), null);
  assert.equal(fittingSize(1, 1), null);
  assert.deepEqual(fittingSize(4096, 3072), { width: 2048, height: 1536 });
  assert.deepEqual(fittingSize(100, 4096), { width: 50, height: 2048 });
  assert.deepEqual(fittingSize(1, 100_000), { width: 1, height: 2048 });
});

test("a picture that was drawn anew has the ending of its kind", () => {
  assert.equal(renamed("photo.of.me.HEIC", "image/jpeg"), "photo.of.me.jpg");
  assert.equal(renamed("夏", "image/webp"), "夏.webp");
  assert.equal(renamed(".png", "image/png"), ".png.png");
  assert.equal(renamed("", "image/png"), "image.png");
});

test("files of a message are read, and what is none is left out", () => {
  const file = { id: "a", name: "b.png", size: 3, width: 4, height: 5, text: null };
  assert.deepEqual(readFiles([file, null, "x", { name: "no id" }, { id: "c" }]), [
    file,
    { id: "c", name: "", size: 0, width: null, height: null, text: null },
  ]);
  for (const value of [undefined, null, {}, "x"]) assert.deepEqual(readFiles(value), []);
});
