import { names } from "../../shared/names";
import { CheckIcon } from "../../shared/ui/icons";
import { useOverviewText } from "./text";
import { Link } from "../ui/Link";
import type { Steps } from "./steps";

const order: readonly (keyof Steps)[] = ["addAccount", "testAccount", "addMember", "bind", "copyLink"];
const places: Record<keyof Steps, string> = {
  addAccount: "/admin/accounts?new=1",
  testAccount: "/admin/accounts",
  addMember: "/admin/members?new=1",
  bind: "/admin/bindings?new=1",
  copyLink: "/admin/members",
};

/** The way from an empty server to the first member who chats; `member` is the one whose steps are open. */
export function Checklist({ done, member }: { done: Steps; member: number | null }) {
  const t = useOverviewText().overview;
  const next = order.find((step) => !done[step]);
  return (
    <section className="panel checklist">
      <h2>
        {t.firstSteps} <small>{t.progress(order.filter((step) => done[step]).length, order.length)}</small>
      </h2>
      <ol>
        {order.map((step, index) => (
          <li key={step} className={names(done[step] && "is-done", step === next && "is-next")}>
            <span className="step-mark" aria-hidden="true">{done[step] ? <CheckIcon size={16} /> : index + 1}</span>
            <span className="grow">
              <Link href={placeOf(step, member)}>{t[step]}</Link>
              <small>{t[`${step}Hint`]}</small>
            </span>
            <span className="visually-hidden">{done[step] ? t.stepDone : t.stepOpen}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Binding and linking happen in the drawer of the member whom they are about. */
function placeOf(step: keyof Steps, member: number | null): string {
  const isAboutMember = step === "bind" || step === "copyLink";
  return isAboutMember && member !== null ? `/admin/members?open=${member}` : places[step];
}
