import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { Button, IconButton } from "../../shared/ui/Button";
import { Chip } from "../../shared/ui/Chip";
import { EmptyState } from "../../shared/ui/EmptyState";
import { MoreIcon, PlusIcon } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { isolated } from "../../shared/ui/Sentence";
import { useLoad } from "../../shared/useLoad";
import { BellIcon } from "../bellIcon";
import { Confirm } from "../ui/Confirm";
import { useAct, useSay } from "../ui/notices";
import { errorText } from "../text";
import { alerts, type Channel } from "./api";
import { ChannelForm } from "./ChannelForm";
import { Part } from "./Part";
import { useAlertText } from "./text";

type Asked = { what: "create" } | { what: "edit" | "delete"; item: Channel };

/** The ways by which alerts reach people, each with a button that tries it. */
export function Channels() {
  const t = useAlertText().alerts;
  const common = useCommon();
  const say = useSay();
  const channels = useLoad("alert-channels", alerts.channels);
  const [asked, setAsked] = useState<Asked | null>(null);
  const done = (words: string) => { say(words, "success"); channels.refresh(); };
  const close = () => setAsked(null);
  const add = <Button size="small" icon={PlusIcon} onClick={() => setAsked({ what: "create" })}>{t.addChannel}</Button>;
  return (
    <Part title={t.channelsTitle} intro={t.channelsIntro} loaded={channels} tools={channels.value?.length ? add : undefined}>
      {(items) => (
        <>
          {items.length === 0 && <EmptyState icon={BellIcon} title={t.noChannels} action={add}>{t.noChannelsHint}</EmptyState>}
          <ul className="failing">
            {items.map((item) => <Row key={item.id} item={item} onAsk={setAsked} onChanged={channels.refresh} />)}
          </ul>
          {asked && asked.what !== "delete" && (
            <ChannelForm item={asked.what === "edit" ? asked.item : null} onSaved={(name) => done(t.channelSaved(isolated(name)))} onClose={close} />
          )}
          {asked?.what === "delete" && (
            <Confirm
              danger title={t.deleteTitle(isolated(asked.item.name))} confirmLabel={common.delete} act={() => alerts.delete(asked.item.id)}
              onDone={() => done(t.deleted(isolated(asked.item.name)))} onClose={close}
            >
              <p>{t.deleteText}</p>
            </Confirm>
          )}
        </>
      )}
    </Part>
  );
}

function Row({ item, onAsk, onChanged }: { item: Channel; onAsk: (asked: Asked) => void; onChanged: () => void }) {
  const text = useAlertText();
  const t = text.alerts;
  const common = useCommon();
  const { act } = useAct();
  const [verdict, setVerdict] = useState<{ isGood: boolean; words: string } | "running" | null>(null);

  async function test() {
    setVerdict("running");
    try {
      const { state, result } = await alerts.test(item.id);
      setVerdict(state === "delivered" ? { isGood: true, words: t.testGood } : { isGood: false, words: t.testBad(result) });
    } catch (error) {
      setVerdict({ isGood: false, words: errorText(error) });
    }
  }

  async function turn() {
    if (await act("turn", () => alerts.update(item.id, { enabled: !item.enabled }), t.channelSaved(isolated(item.name)))) onChanged();
  }

  const place = item.is_readable ? [item.host, item.to.join(", ")].filter(Boolean).join(" → ") : t.unreadable;
  return (
    <li>
      <div className="failing-words">
        <span className="failing-name">
          <strong dir="auto">{item.name}</strong>
          <Chip>{t.kinds[item.kind] ?? item.kind}</Chip>
          {!item.enabled && <Chip tone="warn">{text.common.disabled}</Chip>}
        </span>
        <small dir="auto">{place}</small>
        <small role="status" className={verdict === null || verdict === "running" ? undefined : verdict.isGood ? "alert-good" : "alert-bad"}>
          {verdict === "running" ? t.testing : verdict?.words}
        </small>
      </div>
      <div className="failing-actions">
        <Button size="small" busy={verdict === "running"} aria-label={t.testNamed(item.name)} onClick={() => void test()}>{t.test}</Button>
        <Menu
          label={text.common.moreActions(item.name)}
          align="end"
          entries={[
            { label: common.edit, onSelect: () => onAsk({ what: "edit", item }) },
            { label: item.enabled ? text.common.disable : text.common.enable, onSelect: () => void turn() },
            "separator",
            { label: common.delete, danger: true, onSelect: () => onAsk({ what: "delete", item }) },
          ]}
          trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={text.common.moreActions(item.name)} {...props} />}
        />
      </div>
    </li>
  );
}
