import assert from "node:assert/strict";
import test from "node:test";
import type { Health } from "../src/admin/health/api";
import { canRetry, eventReason, eventState, shownState, stateWords, timesOf, toneOf } from "../src/admin/health/words";
import { en } from "../src/admin/health/en";
import { zh } from "../src/admin/health/zh";

const health = (changes: Partial<Health>): Health =>
  ({ state: "cooling", reason: "HTTP 500", since: 10, until: 70, next_probe: 70, models: [], ...changes });
const times = (changes: Partial<Health>, now = 20) => timesOf(health(changes), en.health, (seconds) => `t${seconds}`, now);

test("a state says since when, until when, and when it is tried next where that is another moment", () => {
  assert.equal(times({}), "since t10 · next try t70");
  assert.equal(times({ next_probe: null }), "since t10 · until t70");
  assert.equal(times({ next_probe: 40 }, 50), "since t10 · until t70");
  assert.equal(times({}, 70), "since t10");
  assert.equal(times({ next_probe: 40 }), "since t10 · until t70 · next try t40");
  assert.equal(times({ since: null, until: null, next_probe: null }), "");
  assert.equal(times({ state: "healthy" }), "");
});

test("only an account that is waited for can be retried", () => {
  const can = (["healthy", "cooling", "limited", "needs_login", "needs_attention", "draining", "disabled"] as const).filter((state) => canRetry(health({ state })));
  assert.deepEqual(can, ["cooling", "limited", "needs_login", "needs_attention"]);
});

test("an account that works but for some of its models does not count as healthy, and can be retried", () => {
  const partly = health({ state: "healthy", models: ["gpt-x"] });
  assert.equal(shownState(partly), "partly");
  assert.equal(toneOf(shownState(partly)), "warn");
  assert.equal(canRetry(partly), true);
  assert.equal(shownState(health({ state: "healthy" })), "healthy");
  assert.equal(shownState(health({ state: "cooling", models: ["gpt-x"] })), "cooling");
});

test("a state of a newer server is shown by its name", () => {
  assert.equal(stateWords("on_holiday", en.health), "on_holiday");
  assert.equal(toneOf("on_holiday"), "warn");
});

test("a change is of the account, or of a model that rests or is asked again", () => {
  const event = { state: "healthy", reason: "HTTP 404", model: "gpt-x", until: 70 } as const;
  assert.equal(eventState(event), "partly");
  assert.equal(eventReason(event), "HTTP 404");
  assert.equal(eventState({ ...event, until: null }), "healthy");
  assert.equal(eventReason({ ...event, until: null }), "");
  assert.equal(eventState({ ...event, state: "cooling" }), "cooling");
  assert.equal(eventReason({ ...event, state: "cooling", model: null }), "HTTP 404");
});

test("both languages know the same states and hints", () => {
  assert.deepEqual(Object.keys(zh.health.states), Object.keys(en.health.states));
  assert.deepEqual(Object.keys(zh.health.hints), Object.keys(en.health.hints));
});
