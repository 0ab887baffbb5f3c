import assert from "node:assert/strict";
import test, { mock } from "node:test";
import { ApiError } from "../src/shared/api";
import type { HitPage } from "../src/chat/search/api";
import { Search } from "../src/chat/search/search";

interface Asked {
  query: string;
  cursor: string | null;
  signal: AbortSignal;
  answer: (page: HitPage) => void;
  refuse: (error: Error) => void;
}

/** A server whose answers the test gives. */
function served() {
  const asked: Asked[] = [];
  const search = new Search((query, cursor, signal) =>
    new Promise((answer, refuse) => {
      signal.addEventListener("abort", () => refuse(new Error("aborted")));
      asked.push({ query, cursor, signal, answer, refuse });
    }),
  );
  return { asked, search };
}

function page(count: number, cursor: string | null = null): HitPage {
  const items = Array.from({ length: count }, (_, number) => ({
    conversation_id: `c${number}`,
    title: "t",
    is_archived: false,
    payload: { kind: "message" as const, message_id: `m${number}`, snippet: "" },
  }));
  return { items, cursor };
}

/** Lets everything happen that waits for no timer. */
const settle = async () => {
  for (let round = 0; round < 20; round++) await Promise.resolve();
};

test("the server is asked once a person pauses, for the last words alone", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, search } = served();
  for (const text of ["w", "wh", " wha "]) {
    search.type(text);
    mock.timers.tick(199);
  }
  assert.equal(asked.length, 0);
  mock.timers.tick(1);
  assert.deepEqual(asked.map((one) => one.query), ["wha"]);
  // Another space is not another search.
  search.type("wha  ");
  assert.equal(asked[0]?.signal.aborted, false);
  search.type("whal");
  assert.equal(asked[0]?.signal.aborted, true);
  mock.timers.tick(200);
  asked[1]?.answer(page(2));
  await settle();
  assert.deepEqual([search.get().hits.length, search.get().load, search.get().hasOlder], [2, "idle", false]);
  search.type("");
  assert.deepEqual(search.get().hits, []);
  mock.timers.reset();
});

test("older messages are asked for until there is enough, then when the reader says so", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, search } = served();
  search.type("x");
  mock.timers.tick(200);
  for (const [count, cursor] of [[0, "a"], [20, "b"], [11, "c"]] as const) {
    asked.at(-1)?.answer(page(count, cursor));
    await settle();
  }
  assert.deepEqual(asked.map((one) => one.cursor), [null, "a", "b"]);
  assert.deepEqual([search.get().hits.length, search.get().hasOlder], [31, true]);
  search.older();
  assert.equal(asked.at(-1)?.cursor, "c");
  asked.at(-1)?.answer(page(1));
  await settle();
  assert.deepEqual([search.get().hits.length, search.get().hasOlder, search.get().load], [32, false, "idle"]);
  mock.timers.reset();
});

test("a busy server is asked again, one that fails says so, words that cannot be searched are told", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, search } = served();
  search.type("x");
  mock.timers.tick(200);
  asked[0]?.refuse(new ApiError(429, "throttled", "", {}, 2));
  await settle();
  mock.timers.tick(1999);
  assert.equal(asked.length, 1);
  mock.timers.tick(1);
  await settle();
  assert.equal(asked.length, 2);
  asked[1]?.refuse(new ApiError(503, "unavailable", ""));
  await settle();
  assert.equal(search.get().load, "failed");
  search.retry();
  asked[2]?.answer(page(1));
  await settle();
  assert.equal(search.get().hits.length, 1);
  search.type("before:");
  mock.timers.tick(200);
  asked[3]?.refuse(new ApiError(400, "invalid", "needs a day"));
  await settle();
  assert.deepEqual([search.get().load, search.get().refusal?.message, search.get().hits.length], ["idle", "needs a day", 0]);
  mock.timers.reset();
});
