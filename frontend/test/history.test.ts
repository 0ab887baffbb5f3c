import assert from "node:assert/strict";
import test from "node:test";
import { History } from "../src/chat/list/history";

/** A server with conversations `names`, newest first, that answers by key and by tag. */
function serve(names: string[]) {
  const asked: { path: string; status: number }[] = [];
  globalThis.fetch = async (path, init) => {
    const query = new URL(String(path), "http://x").searchParams;
    const from = names.filter((name) => !query.get("cursor") || name < String(query.get("cursor")));
    const items = from.slice(0, Number(query.get("limit"))).map((id) => ({ id, title: id, is_running: false }));
    const cursor = items.length < from.length ? items.at(-1)?.id : null;
    const tag = `"${items.map((item) => item.id).join()}"`;
    const isHeld = new Headers(init?.headers).get("If-None-Match") === tag;
    asked.push({ path: String(path), status: isHeld ? 304 : 200 });
    return isHeld ? new Response(null, { status: 304 }) : new Response(JSON.stringify({ items, cursor }), { headers: { ETag: tag } });
  };
  return asked;
}

const named = (count: number) => Array.from({ length: count }, (_, number) => String(999 - number));
const shown = (history: History) => history.get().items.map((item) => item.id);

test("pages by key skip and repeat none, whatever is deleted between them", async () => {
  const names = named(80);
  serve(names);
  const history = new History();
  await history.refresh();
  const first = [...names];
  names.splice(5, 10);
  while (history.get().hasMore) await history.more();
  assert.deepEqual(shown(history), first);
  await history.refresh();
  assert.deepEqual(shown(history), names);
});

test("a refresh fetches all that is shown, and what did not change does not travel again", async () => {
  const names = named(300);
  const asked = serve(names);
  const history = new History();
  await history.refresh();
  while (history.get().hasMore) await history.more();
  assert.equal(shown(history).length, 300);
  await history.refresh();
  asked.length = 0;
  await history.refresh();
  assert.deepEqual(asked.map((each) => each.status), [304, 304, 304]);
  names.pop();
  asked.length = 0;
  await history.refresh();
  assert.deepEqual(asked.map((each) => each.status), [304, 304, 200]);
  assert.deepEqual(shown(history), names);
});

test("what happens here is there at once, and an older answer does not undo it", async () => {
  const names = named(3);
  serve(names);
  const history = new History();
  await history.refresh();
  history.begin("998", "");
  assert.deepEqual(shown(history), ["998", "999", "997"]);
  const late = history.refresh();
  names.splice(0, 1);
  history.drop("999");
  await late;
  assert.ok(!shown(history).includes("999"));
});

test("an answer that ends elsewhere is unread until it is looked at", async () => {
  serve(["a"]);
  const history = new History();
  await history.refresh();
  history.begin("a", "");
  await history.refresh();
  assert.deepEqual([...history.get().unread], ["a"]);
  history.markRead("a");
  assert.deepEqual([...history.get().unread], []);
});
