import { type RefObject, useEffect, useId, useRef, useState } from "react";
import { locale } from "../../shared/i18n";
import { unitOf } from "../../shared/limits/limits";
import { useLimitWords } from "../../shared/limits/text";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { QuotaRow } from "./QuotaRow";
import { isBusy, type QuotaWindow, stopping, tightest, usedShare } from "./quota";
import { toneOf } from "./tone";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

/** What is left in the tightest window, as a ring and a number; opens a card with all windows. Nothing without limits. */
export function QuotaPill({ model }: { model: string }) {
  const t = useChatWords();
  const words = useLimitWords();
  const { quota } = useSession();
  const windows = useStore(quota);
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const worst = tightest(stopping(windows, model));
  useLeaving(frame, isOpen, setOpen);
  if (windows.length === 0) return null;

  function toggle() {
    setOpen(!isOpen);
    if (!isOpen) void quota.refresh();
  }

  return (
    <div ref={frame} className="quota">
      <button
        type="button"
        className={names("quota-pill", worst && toneOf(worst))}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={worst ? t.quotaButton(words.amount(unitOf(worst), worst.remaining)) : t.quotaButtonUncapped}
        onClick={toggle}
      >
        <Ring share={worst ? usedShare(worst) : 0} />
        <span>{worst ? <Left window={worst} /> : t.quotaUncapped}</span>
      </button>
      {isOpen && (
        // What scrolls can be reached with the keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section id={id} className="quota-card" aria-label={t.quota} tabIndex={0}>
          <h2>{t.quota}</h2>
          {windows.map((window, place) => (
            <QuotaRow key={place} window={window} />
          ))}
        </section>
      )}
    </div>
  );
}

/** Closes when something outside `frame` is pressed, or Escape. */
function useLeaving(frame: RefObject<HTMLElement>, isOpen: boolean, setOpen: (isOpen: boolean) => void): void {
  useEffect(() => {
    if (!isOpen) return;
    const press = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      setOpen(false);
    };
    document.addEventListener("pointerdown", press);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", press);
      document.removeEventListener("keydown", escape, true);
    };
  }, [frame, isOpen, setOpen]);
}

/** Short, as there is little room beside it: ten thousands are rounded. */
function Left({ window }: { window: QuotaWindow }) {
  const t = useChatWords();
  if (window.remaining <= 0) return <>{isBusy(window) ? t.quotaBusy : t.quotaNone}</>;
  const isLong = window.remaining >= 10_000;
  const left = new Intl.NumberFormat(locale(), isLong ? { notation: "compact", maximumFractionDigits: 1 } : {}).format(window.remaining);
  return <>{t.quotaLeft(left, unitOf(window))}</>;
}

function Ring({ share }: { share: number }) {
  const around = 2 * Math.PI * 7;
  return (
    <svg className="quota-ring" width="20" height="20" viewBox="0 0 20 20" fill="none" strokeWidth="3" aria-hidden="true">
      <circle className="quota-ring-back" cx="10" cy="10" r="7" />
      <circle className="quota-ring-left" cx="10" cy="10" r="7" strokeDasharray={`${around * (1 - share)} ${around}`} transform="rotate(-90 10 10)" />
    </svg>
  );
}
