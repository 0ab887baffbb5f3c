import { useEffect, useId, useRef, useState } from "react";
import { formatMoment, formatNumber } from "../../shared/i18n";
import { useChatWords } from "../text";
import { names } from "../../shared/names";
import { type QuotaWindow, tightest, usedShare } from "./quota";
import { useSession } from "../session/session";
import { useStore } from "../session/store";

/** What is left in the tightest window, as a ring and a number; opens a card with all windows. Nothing without limits. */
export function QuotaPill() {
  const t = useChatWords();
  const { quota } = useSession();
  const windows = useStore(quota);
  const [isOpen, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const id = useId();
  const worst = tightest(windows);

  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      setOpen(false);
    };
    document.addEventListener("pointerdown", leave);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", leave);
      document.removeEventListener("keydown", escape, true);
    };
  }, [isOpen]);

  if (!worst) return null;
  const left = formatNumber(worst.remaining);

  function toggle() {
    setOpen(!isOpen);
    if (!isOpen) void quota.refresh();
  }

  return (
    <div ref={frame} className="quota">
      <button
        type="button"
        className={names("quota-pill", toneOf(worst))}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={t.quotaButton(left)}
        onClick={toggle}
      >
        <Ring share={usedShare(worst)} />
        <span>{worst.remaining > 0 ? t.quotaLeft(left) : t.quotaNone}</span>
      </button>
      {isOpen && (
        <section id={id} className="quota-card" aria-label={t.quota}>
          <h2>{t.quota}</h2>
          {windows.map((window) => (
            <WindowRow key={`${window.scope}:${window.window}`} window={window} />
          ))}
        </section>
      )}
    </div>
  );
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

function WindowRow({ window }: { window: QuotaWindow }) {
  const t = useChatWords();
  const name = t.windows[window.window] ?? t.windowOther(window.window);
  const moment = window.resets_at ? formatMoment(window.resets_at) : null;
  const isRolling = window.kind === "rolling" || window.window === "hour";
  return (
    <div className={names("quota-row", toneOf(window))}>
      <div className="quota-row-head">
        <span>{name}</span>
        <span>{t.quotaRow(formatNumber(window.used), formatNumber(window.limit))}</span>
      </div>
      <progress value={Math.min(window.used, window.limit)} max={Math.max(1, window.limit)} aria-label={name} />
      {moment && <p>{isRolling ? t.freesAt(moment) : t.resetsAt(moment)}</p>}
    </div>
  );
}

function toneOf(window: QuotaWindow): string {
  const share = usedShare(window);
  return window.remaining <= 0 ? "quota-used-up" : share >= 0.8 ? "quota-scarce" : "";
}
