/** What was learned about an upstream, and what of its answers could not be read. */
import { useState } from "react";
import { Button } from "../../shared/ui/Button";
import { isolated, plain, Sentence } from "../../shared/ui/Sentence";
import { accounts } from "./api";
import type { Account, Lesson } from "./types";
import { type AccountText, useAccountText } from "./text";
import { Banner } from "../../shared/ui/Banner";
import { useAct } from "../ui/notices";
import { When } from "../ui/When";

/** In the form of an account: all of it, and the button that forgets it. */
export function Learned({ account, onForgotten }: { account: Account; onForgotten: () => void }) {
  const t = useAccountText().upstream;
  const { busy, act } = useAct();
  const [isForgotten, setForgotten] = useState(false);
  if (isForgotten || !hasLearned(account)) return null;

  async function forget() {
    if (!(await act("forget", () => accounts.forget(account.id), t.forgottenToast))) return;
    setForgotten(true);
    onForgotten();
  }

  return (
    <Banner tone="info" title={t.learned} action={<Button size="small" busy={busy !== null} onClick={() => void forget()}>{t.forget}</Button>}>
      <Lessons lessons={account.lessons} />
      {account.skipped > 0 && <Skipped count={account.skipped} at={account.skipped_at} />}
    </Banner>
  );
}

/** In the list: a few words, with the whole as their tooltip. */
export function LearnedSign({ account }: { account: Account }) {
  const t = useAccountText().upstream;
  if (!hasLearned(account)) return null;
  const { lessons, skipped } = account;
  const words = [lessons.length > 0 && t.lessonSign(lessons.length), skipped > 0 && t.skippedSign(skipped)].filter(Boolean);
  const whole = [...lessons.map((lesson) => plain(sentenceOf(lesson, t))), skipped > 0 && t.skipped(skipped)].filter(Boolean);
  return <small title={whole.join("\n")}>{words.join(" · ")}</small>;
}

export function Lessons({ lessons }: { lessons: readonly Lesson[] }) {
  const t = useAccountText().upstream;
  if (lessons.length === 0) return null;
  return (
    <ul className="lessons">
      {lessons.map((lesson) => <li key={lesson.field}><Sentence text={sentenceOf(lesson, t)} /></li>)}
    </ul>
  );
}

export function Skipped({ count, at }: { count: number; at: number | null }) {
  const t = useAccountText().upstream;
  return <p>{t.skipped(count)}{at !== null && <> {t.skippedLast} <When seconds={at} /></>}</p>;
}

function hasLearned({ lessons, skipped }: Account): boolean {
  return lessons.length > 0 || skipped > 0;
}

function sentenceOf({ field, instead }: Lesson, t: AccountText["upstream"]): string {
  return instead === null ? t.leftOut(isolated(field)) : t.renamed(isolated(field), isolated(instead));
}
