import "../ui/together";
import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { EmptyState } from "../../shared/ui/EmptyState";
import { ClockIcon, LinkIcon, MoreIcon, PlusIcon, RefreshIcon } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { isolated } from "../../shared/ui/Sentence";
import type { Column } from "../../shared/ui/Table";
import { Confirm } from "../ui/Confirm";
import { ListView } from "../ui/ListView";
import { useAct, useSay } from "../ui/notices";
import { PageHead } from "../ui/PageHead";
import { SearchBox } from "../ui/SearchBox";
import { useList } from "../useList";
import { type RefreshToken, tokens } from "./api";
import { tokenColumns } from "./columns";
import { TokenForm } from "./Form";
import { ImportForm } from "./Import";
import { RevealedTokens } from "./Revealed";
import { ScheduleForm } from "./Schedule";
import { useTokenText } from "./text";

type Asked = { what: "create" | "import" | "schedule" } | { what: "edit" | "delete" | "reveal"; item: RefreshToken };

/** The refresh tokens that programs fetch access tokens through. */
export function Page() {
  const text = useTokenText();
  const t = text.tokens;
  const say = useSay();
  const list = useList("tokens", tokens.list);
  const [asked, setAsked] = useState<Asked | null>(null);
  const done = (words: string) => { say(words, "success"); list.refresh(); };
  const add = <Button variant="primary" icon={PlusIcon} onClick={() => setAsked({ what: "create" })}>{t.add}</Button>;

  const actions = useActions(list.refresh, setAsked);

  return (
    <>
      <PageHead title={t.title} intro={t.intro}>
        <Button icon={ClockIcon} onClick={() => setAsked({ what: "schedule" })}>{t.schedule}</Button>
        <Button onClick={() => setAsked({ what: "import" })}>{t.import}</Button>
        {add}
      </PageHead>
      <div className="filters"><SearchBox label={t.searchLabel} /></div>
      <ListView
        caption={t.title}
        list={list}
        columns={[...tokenColumns(text), actions]}
        empty={<EmptyState icon={LinkIcon} title={t.empty} action={add}>{t.emptyHint}</EmptyState>}
      />
      {asked && <Dialogs asked={asked} onDone={done} onClose={() => setAsked(null)} />}
    </>
  );
}

/** What a button of the page or of a row has opened. */
function Dialogs({ asked, onDone, onClose }: { asked: Asked; onDone: (words: string) => void; onClose: () => void }) {
  const t = useTokenText().tokens;
  const common = useCommon();
  if (asked.what === "import") return <ImportForm onDone={(made, known) => onDone(t.imported(made, known))} onClose={onClose} />;
  if (asked.what === "schedule") return <ScheduleForm onSaved={() => onDone(t.scheduleSaved)} onClose={onClose} />;
  if (asked.what === "reveal") return <RevealedTokens item={asked.item} onClose={onClose} />;
  if (asked.what !== "delete") {
    const item = asked.what === "edit" ? asked.item : null;
    return <TokenForm item={item} onSaved={(name) => onDone(t.saved(isolated(name)))} onClose={onClose} />;
  }
  const name = isolated(asked.item.biz_id);
  return (
    <Confirm
      danger
      title={t.deleteTitle(name)}
      confirmLabel={common.delete}
      act={() => tokens.delete(asked.item.id)}
      onDone={() => onDone(t.deleted(name))}
      onClose={onClose}
    >
      <p>{t.deleteText}</p>
    </Confirm>
  );
}

/** The buttons of a row. */
function useActions(onDone: () => void, onAsk: (asked: Asked) => void): Column<RefreshToken> {
  const text = useTokenText();
  const t = text.tokens;
  const common = useCommon();
  const { busy, act } = useAct();

  async function refresh(item: RefreshToken) {
    await act(`refresh ${item.id}`, () => tokens.refresh(item.id), t.refreshed(isolated(item.biz_id)));
    // A failure is in the row, too.
    onDone();
  }

  async function turn(item: RefreshToken) {
    const words = (item.enabled ? t.turnedOff : t.turnedOn)(isolated(item.biz_id));
    if (await act(`turn ${item.id}`, () => tokens.update(item.id, { enabled: !item.enabled }), words)) onDone();
  }

  return {
    key: "actions",
    header: text.common.actionsHeader,
    hidesHeader: true,
    align: "end",
    cell: (item) => (
      <span className="row-actions">
        <IconButton icon={RefreshIcon} iconSize={18} label={`${t.refresh}: ${item.biz_id}`} disabled={busy === `refresh ${item.id}`} aria-busy={busy === `refresh ${item.id}` || undefined} onClick={() => void refresh(item)} />
        <Menu
          label={text.common.moreActions(item.biz_id)}
          align="end"
          entries={[
            { label: item.enabled ? t.turnOff : t.turnOn, onSelect: () => void turn(item) },
            { label: common.edit, onSelect: () => onAsk({ what: "edit", item }) },
            { label: t.reveal, onSelect: () => onAsk({ what: "reveal", item }) },
            "separator",
            { label: common.delete, danger: true, onSelect: () => onAsk({ what: "delete", item }) },
          ]}
          trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={text.common.moreActions(item.biz_id)} {...props} />}
        />
      </span>
    ),
  };
}
