import { Fragment, useState } from "react";
import { Select } from "../../shared/ui/Field";
import { isolated } from "../../shared/ui/Sentence";
import { useLoad } from "../../shared/useLoad";
import { errorText } from "../text";
import { Confirm } from "../ui/Confirm";
import { useSay } from "../ui/notices";
import { alerts, type Moves } from "./api";
import { useAlertText } from "./text";

/** Moves the members who have no other account that works, to one that has room. */
export function MoveMembers({ account, onDone, onClose }: { account: { id: number; name: string }; onDone: () => void; onClose: () => void }) {
  const t = useAlertText().alerts;
  const say = useSay();
  const moves = useLoad(`moves:${account.id}`, (signal) => alerts.moves(account.id, signal));
  const [chosen, setChosen] = useState<string | null>(null);
  const targets = moves.value?.targets ?? [];
  const target = targets.find((one) => String(one.id) === chosen) ?? targets[0];
  const isReady = target !== undefined && (moves.value?.count ?? 0) > 0;

  async function move() {
    if (!target) return;
    const { count } = await alerts.move(account.id, target.id);
    say(t.moved(count, isolated(target.name)), "success");
  }

  return (
    <Confirm title={t.moveTitle(isolated(account.name))} confirmLabel={t.move} isReady={isReady} act={move} onDone={onDone} onClose={onClose}>
      {Boolean(moves.error) && <p>{errorText(moves.error)}</p>}
      {!moves.value && !moves.error && <span className="skeleton" aria-busy="true" />}
      {moves.value && <Members moves={moves.value} />}
      {target && moves.value && moves.value.count > 0 && (
        <Select
          label={t.target} value={String(target.id)}
          options={targets.map((one) => ({ value: String(one.id), label: `${one.name} · ${t.room(one.bound_count, moves.value?.count ?? 0)}` }))}
          hint={target.used_percent === null ? undefined : t.used(target.used_percent)} onChange={setChosen}
        />
      )}
      {moves.value && moves.value.count > 0 && targets.length === 0 && <p>{t.moveNowhere}</p>}
    </Confirm>
  );
}

function Members({ moves: { count, members } }: { moves: Moves }) {
  const t = useAlertText().alerts;
  if (count === 0) return <p>{t.moveNobody}</p>;
  const more = count - members.length;
  return (
    <p>
      {t.moveText(count)} {members.map((name, index) => <Fragment key={name}>{index > 0 && ", "}<bdi>{name}</bdi></Fragment>)}
      {more > 0 && ` ${t.moreNames(more)}`}
    </p>
  );
}
