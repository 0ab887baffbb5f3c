import assert from "node:assert/strict";
import test from "node:test";
import { Lists } from "../src/chat/list/lists";

interface Chat {
  id: string;
  title: string;
  is_archived: boolean;
  is_starred: boolean;
  gizmo_id: string | null;
  isGone: boolean;
}

/** A server with these chats, that filters them as the real one does and takes changes. */
function serve(...chats: Partial<Chat>[]) {
  const all = chats.map((chat) => ({ title: "", is_archived: false, is_starred: false, gizmo_id: null, isGone: false, ...chat }));
  globalThis.fetch = async (path, init) => {
    const url = new URL(String(path), "http://x");
    if (url.pathname === "/backend-api/projects") return new Response(JSON.stringify({ items: [{ id: "p", name: "Trip" }] }));
    if (init?.method === "PATCH") {
      const { conversation_ids: ids = [url.pathname.split("/").at(-1)], is_visible: isVisible, ...change } = JSON.parse(String(init.body));
      const meant = all.filter((chat) => ids.includes(chat.id));
      for (const chat of meant) Object.assign(chat, change, isVisible === undefined ? {} : { isGone: !isVisible });
      return new Response(JSON.stringify({ success: true, conversation_ids: meant.map((chat) => chat.id) }));
    }
    const list = (isStarred: boolean, project: string | null) => ({
      items: all.filter((chat) => !chat.isGone && !chat.is_archived && chat.is_starred === isStarred && (isStarred || chat.gizmo_id === project)),
      cursor: null,
    });
    if (url.pathname === "/backend-api/sidebar") {
      return new Response(JSON.stringify({ projects: [{ id: "p", name: "Trip" }], pinned: list(true, null), conversations: list(false, null) }));
    }
    return new Response(JSON.stringify(list(url.searchParams.get("is_starred") === "true", url.searchParams.get("gizmo_id"))));
  };
}

const shown = (lists: Lists) => ({
  pinned: lists.pinned.get().items.map((item) => item.id),
  plain: lists.plain.get().items.map((item) => item.id),
});

test("a chat stands in one list, and goes to another when it is pinned or moved", async () => {
  serve({ id: "a" }, { id: "b", gizmo_id: "p" });
  const lists = new Lists(() => undefined);
  await lists.refresh();
  assert.deepEqual(shown(lists), { pinned: [], plain: ["a"] });
  assert.deepEqual(lists.projects.get().items.map((project) => project.name), ["Trip"]);
  await lists.put("b", { is_starred: true });
  assert.deepEqual(shown(lists), { pinned: ["b"], plain: ["a"] });
  await lists.put("b", { is_starred: false });
  await lists.put("b", { gizmo_id: null });
  assert.deepEqual(shown(lists), { pinned: [], plain: ["a", "b"] });
});

test("everything at the side begins with one request", async () => {
  serve({ id: "a" }, { id: "b", is_starred: true }, { id: "c", gizmo_id: "p" });
  const lists = new Lists(() => undefined);
  const { fetch } = globalThis;
  const asked: string[] = [];
  globalThis.fetch = (path, init) => {
    asked.push(String(path));
    return fetch(path, init);
  };
  await lists.begin();
  assert.deepEqual(asked, ["/backend-api/sidebar"]);
  assert.deepEqual(shown(lists), { pinned: ["b"], plain: ["a"] });
  assert.deepEqual(lists.projects.get().items.map((project) => project.name), ["Trip"]);
  await lists.refresh();
  assert.deepEqual(shown(lists), { pinned: ["b"], plain: ["a"] });
});

test("when the side cannot be fetched, each part says so and can be tried again", async () => {
  globalThis.fetch = () => Promise.reject(new TypeError("offline"));
  const lists = new Lists(() => undefined);
  await lists.begin();
  assert.equal(lists.plain.get().load, "failed");
  assert.equal(lists.projects.get().hasFailed, true);
  serve({ id: "a" });
  await lists.refresh();
  assert.deepEqual(shown(lists).plain, ["a"]);
  assert.equal(lists.projects.get().hasFailed, false);
});

test("what goes on in a project that nobody opened does not come into the plain list", async () => {
  serve({ id: "a" }, { id: "b", gizmo_id: "p" });
  const lists = new Lists(() => undefined);
  await lists.refresh();
  lists.goOn("b", "B");
  await lists.refresh();
  assert.deepEqual(shown(lists).plain, ["a"]);
  lists.add("new", "");
  assert.deepEqual(shown(lists).plain, ["new", "a"]);
});

test("several go to the trash and come back to their own lists", async () => {
  serve({ id: "a" }, { id: "b", is_starred: true }, { id: "c" });
  const lists = new Lists(() => undefined);
  await lists.refresh();
  const gone = await lists.remove(["a", "b", "somebody else's"]);
  assert.deepEqual(gone, ["a", "b"]);
  assert.deepEqual(shown(lists), { pinned: [], plain: ["c"] });
  await lists.restore(gone);
  assert.deepEqual(shown(lists), { pinned: ["b"], plain: ["a", "c"] });
});
