import { formatNumber } from "../../shared/i18n";
import { sizeOf } from "../../shared/size";
import { unitsInDollars } from "../../shared/units";
import { change, successShare, type Sums } from "../../shared/stats/stats";
import { changeWords, shareWords, shortNumber, spentWords } from "../../shared/stats/words";
import { useUsageWords } from "../../shared/usage/text";
import { durationWords } from "../../shared/usage/words";
import { dayIn, midnightIn, siteZone } from "../../shared/zone";
import { failures, usageAddress } from "../usage/address";
import { needingHand, resting } from "./accountStates";
import { useNow } from "./now";
import { useOverviewText } from "./text";
import { Figure, Note, Notes, Tile } from "./Tile";

/** The figures of this moment and of today; each leads to what it counts. */
export function Tiles() {
  return (
    <div className="tiles">
      <Active />
      <Requests />
      <Success />
      <Measured which="first_token_ms" />
      <Measured which="duration_ms" />
      <Accounts />
      <Members />
      <Keys />
      <Files />
      <Spent />
    </div>
  );
}

/** Today's requests in the log; `at` is a moment of today. */
function todays(at: number, status = ""): string {
  const zone = siteZone();
  return usageAddress({ since: midnightIn(zone, dayIn(zone, at)), status });
}

function Active() {
  const t = useOverviewText().overview;
  const loaded = useNow("active", "minute");
  return (
    <Tile title={t.active} loaded={loaded}>
      {({ at, active, minute }) => (
        <>
          <Figure href={usageAddress({ status: "running" })}>{formatNumber(active)}</Figure>
          <Notes>
            <Note href={usageAddress({ since: at - 300 })}>{t.lastMinutes(formatNumber(minute.requests))}</Note>
            <Note>{t.perMinute(rate(minute.rpm), rate(minute.tpm))}</Note>
          </Notes>
        </>
      )}
    </Tile>
  );
}

function rate(value: number): string {
  return value < 10 ? formatNumber(Math.round(value * 10) / 10) : shortNumber(value);
}

function Requests() {
  const t = useOverviewText().overview;
  const loaded = useNow("today", "yesterday", "last_week");
  return (
    <Tile title={t.requests} loaded={loaded}>
      {({ at, today, yesterday, last_week }) => (
        <>
          <Figure href={todays(at)}>{formatNumber(today.requests)}</Figure>
          <Notes>
            <Note>{compared(today.requests, yesterday.requests, t.thanYesterday)}</Note>
            <Note>{compared(today.requests, last_week.requests, t.thanLastWeek)}</Note>
          </Notes>
        </>
      )}
    </Tile>
  );
}

/** By how much more or less than `before`, or that there was nothing. */
function compared(now: number, before: number, words: (change: string, before: string) => string, format = formatNumber): string {
  const by = change(now, before);
  return words(by === null ? "–" : changeWords(by), format(before));
}

function Success() {
  const t = useOverviewText().overview;
  const loaded = useNow("today", "minute");
  return (
    <Tile title={t.success} loaded={loaded}>
      {({ at, today, minute }) => (
        <>
          <Figure href={todays(at)}>{shareWords(successShare(today))}</Figure>
          <Notes>
            <Note href={todays(at, failures)} isBad={today.failed > 0}>{t.failed(today.failed)}</Note>
            <Note href={usageAddress({ since: at - 300, status: failures })}>{t.recently(shareWords(successShare(minute)))}</Note>
          </Notes>
        </>
      )}
    </Tile>
  );
}

function Measured({ which }: { which: "first_token_ms" | "duration_ms" }) {
  const t = useOverviewText().overview;
  const usage = useUsageWords();
  const loaded = useNow("today", "minute");
  const words = (sums: Sums, part: "p50" | "p95") => durationWords(sums[`${which}_${part}`], usage);
  return (
    <Tile title={which === "duration_ms" ? t.duration : t.firstToken} loaded={loaded}>
      {({ at, today, minute }) => (
        <>
          <Figure href={todays(at)}>{words(today, "p50")}</Figure>
          <Notes>
            <Note>{t.slowest(words(today, "p95"))}</Note>
            <Note href={usageAddress({ since: at - 300 })}>{t.recentPair(words(minute, "p50"), words(minute, "p95"))}</Note>
          </Notes>
        </>
      )}
    </Tile>
  );
}

function Accounts() {
  const t = useOverviewText().overview;
  const loaded = useNow("accounts");
  return (
    <Tile title={t.accounts} loaded={loaded}>
      {({ accounts }) => {
        const of = (states: readonly (keyof typeof accounts)[]) => states.reduce((sum, state) => sum + (accounts[state] ?? 0), 0);
        const list = (states: readonly string[]) => `/admin/accounts?health=${states.join()}`;
        return (
          <>
            <Figure href={list(["healthy"])}>{formatNumber(of(["healthy"]))}</Figure>
            <Notes>
              <Note href={list(resting)}>{t.resting(of(resting))}</Note>
              <Note href={list(needingHand)} isBad={of(needingHand) > 0}>{t.needHand(of(needingHand))}</Note>
              <Note href={list(["disabled"])}>{t.disabled(of(["disabled"]))}</Note>
            </Notes>
          </>
        );
      }}
    </Tile>
  );
}

function Members() {
  const t = useOverviewText().overview;
  const loaded = useNow("members");
  return (
    <Tile title={t.members} loaded={loaded}>
      {({ members }) => (
        <>
          <Figure href="/admin/members">{formatNumber(members.total)}</Figure>
          <Notes>
            <Note>{t.enabled(members.enabled)}</Note>
            {members.near_limit !== null && <Note isBad={members.near_limit > 0}>{t.nearLimit(members.near_limit)}</Note>}
          </Notes>
        </>
      )}
    </Tile>
  );
}

function Keys() {
  const t = useOverviewText().overview;
  const loaded = useNow("keys");
  return (
    <Tile title={t.keys} loaded={loaded}>
      {({ keys }) => (
        <>
          <Figure href="/admin/keys">{formatNumber(keys.total)}</Figure>
          <Notes><Note>{t.enabled(keys.enabled)}</Note></Notes>
        </>
      )}
    </Tile>
  );
}

function Files() {
  const t = useOverviewText().overview;
  const loaded = useNow("files");
  return (
    <Tile title={t.files} loaded={loaded}>
      {({ files }) => (
        <>
          <Figure href="/admin/members">{sizeOf(files.bytes)}</Figure>
          <Notes><Note>{t.fileCount(files.count)}</Note></Notes>
        </>
      )}
    </Tile>
  );
}

function Spent() {
  const t = useOverviewText().overview;
  const loaded = useNow("today", "yesterday");
  const money = (units: number) => spentWords(unitsInDollars(units));
  return (
    <Tile title={t.spent} loaded={loaded}>
      {({ at, today, yesterday }) => (
        <>
          <Figure href={todays(at)}>{money(today.quota)}</Figure>
          <Notes>
            <Note>{compared(today.quota, yesterday.quota, t.thanYesterday, money)}</Note>
            <Note>{t.tokens(shortNumber(today.prompt_tokens), shortNumber(today.completion_tokens))}</Note>
          </Notes>
        </>
      )}
    </Tile>
  );
}
