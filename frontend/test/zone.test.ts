import assert from "node:assert/strict";
import test from "node:test";

Object.assign(globalThis, {
  document: { cookie: "language=zh", getElementById: () => ({ textContent: '{"time_zone":"Asia/Kolkata"}' }) },
  localStorage: { getItem: () => null },
});
const { dayIn, formatIn, hourIn, midnightIn, siteZone } = await import("../src/shared/zone");

const at = (text: string) => Date.parse(text) / 1000;

test("the site's zone is the one that the page was given, and the reader's own where there is none", () => {
  assert.ok(/^Asia\/(Kolkata|Calcutta)$/.test(siteZone()));
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const said of ["{}", '{"time_zone":"Nowhere/Town"}', "no JSON"]) {
    Object.assign(document, { getElementById: () => ({ textContent: said }) });
    assert.equal(siteZone(), own, said);
  }
});

test("a day begins at midnight of the zone, also where clocks change that day", () => {
  assert.equal(midnightIn("Asia/Shanghai", "2026-11-30"), at("2026-11-29T16:00:00Z"));
  assert.equal(midnightIn("Europe/Berlin", "2026-03-29"), at("2026-03-28T23:00:00Z"));
  assert.equal(midnightIn("Europe/Berlin", "2026-03-29", 1), at("2026-03-29T22:00:00Z"));
  assert.equal(midnightIn("Europe/Berlin", "2026-10-25", 1), at("2026-10-25T23:00:00Z"));
  assert.equal(midnightIn("UTC", "2026-12-31", 1), at("2027-01-01T00:00:00Z"));
  assert.equal(midnightIn("UTC", "someday"), undefined);
});

test("where clocks skip midnight the day begins when they do, and where they show it twice at the first", () => {
  // Santiago puts its clocks forward at 24:00 of 5 September 2026, and Havana back from 1:00 to 0:00 of 1 November 2026.
  assert.equal(midnightIn("America/Santiago", "2026-09-06"), at("2026-09-06T04:00:00Z"));
  assert.equal(midnightIn("America/Havana", "2026-11-01"), at("2026-11-01T04:00:00Z"));
});

test("days and hours are those of the zone's clocks", () => {
  assert.equal(dayIn("Asia/Shanghai", at("2026-11-29T16:00:00Z")), "2026-11-30");
  assert.equal(dayIn("America/New_York", at("2026-11-29T04:59:59Z")), "2026-11-28");
  assert.equal(hourIn("UTC", at("2026-11-29T16:59:59Z") + 0.7), at("2026-11-29T16:00:00Z"));
  assert.equal(hourIn("Asia/Kolkata", at("2026-11-29T16:10:00Z")), at("2026-11-29T15:30:00Z"));
  assert.equal(formatIn("Asia/Shanghai", at("2026-11-29T16:00:00Z"), "minute"), "11月30日 00:00");
  assert.equal(formatIn("Asia/Shanghai", at("2026-11-29T16:00:00Z"), "day"), "11月30日");
});
