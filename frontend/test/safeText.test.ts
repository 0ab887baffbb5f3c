import assert from "node:assert/strict";
import test from "node:test";
import { decodeEntities, safeAddress } from "../src/markdown/safeText";

test("only web and mail addresses become links", () => {
  assert.equal(safeAddress("https://example.com/a?b=1&c=2"), "https://example.com/a?b=1&c=2");
  assert.equal(safeAddress("mailto:a@example.com"), "mailto:a@example.com");
  const refused = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/local", "//x", ""];
  for (const address of refused) assert.equal(safeAddress(address), null, address);
});

test("entities are read once", () => {
  assert.equal(decodeEntities("a &lt;b&gt; &amp;amp; &#39;c&#39; &unknown; &constructor;"), "a <b> &amp; 'c' &unknown; &constructor;");
});
