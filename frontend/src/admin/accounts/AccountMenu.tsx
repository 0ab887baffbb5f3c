import { useState } from "react";
import { useCommon } from "../../shared/locales/common";
import { IconButton } from "../../shared/ui/Button";
import { MoreIcon } from "../../shared/ui/icons";
import { Menu, type MenuEntry } from "../../shared/ui/Menu";
import { isolated } from "../../shared/ui/Sentence";
import { accounts } from "./api";
import { useCopy } from "./bulk/useCopy";
import { type Account, AccountStatus, AccountType, hasLogin } from "./types";
import { useHealthText } from "../health/text";
import { Timeline } from "../health/Timeline";
import { useAccountText } from "./text";
import { useAct, useSay } from "../ui/notices";
import { AccountForm } from "./Form";
import { Keys } from "./Keys";
import { DeleteAccount } from "./DeleteAccount";
import { DisableAccount } from "./DisableAccount";

/** Everything that can be done to an account, behind one button. */
export function AccountMenu({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const text = useAccountText();
  const t = text.accounts;
  const common = useCommon();
  const { history } = useHealthText().health;
  const say = useSay();
  const { act } = useAct();
  const [asked, setAsked] = useState<"edit" | "keys" | "history" | "disable" | "delete" | null>(null);
  const copy = useCopy(account, onChanged);
  const close = () => setAsked(null);

  async function enable() {
    if (await act("enable", () => accounts.setStatus(account.id, AccountStatus.enabled), t.enabledToast(isolated(account.name)))) onChanged();
  }

  async function readBalance() {
    if (await act("balance", () => accounts.readBalance(account.id), text.balance.done(isolated(account.name)))) onChanged();
  }

  const hasKeys = account.has_key && !hasLogin(account.type) && account.type !== AccountType.demo;
  const entries: MenuEntry[] = [
    { label: common.edit, onSelect: () => setAsked("edit") },
    ...(hasKeys ? [{ label: text.keys.open, onSelect: () => setAsked("keys") }] : []),
    ...(account.tells_balance ? [{ label: text.balance.read, onSelect: () => void readBalance() }] : []),
    { label: history, onSelect: () => setAsked("history") },
    copy,
  ];
  if (account.status !== AccountStatus.enabled) entries.push({ label: text.common.enable, onSelect: () => void enable() });
  if (account.status !== AccountStatus.disabled) entries.push({ label: text.common.disable, onSelect: () => setAsked("disable") });
  entries.push("separator", { label: common.delete, danger: true, onSelect: () => setAsked("delete") });

  return (
    <>
      <Menu
        label={text.common.moreActions(account.name)}
        align="end"
        entries={entries}
        trigger={(props) => <IconButton icon={MoreIcon} label={text.common.moreActions(account.name)} {...props} />}
      />
      {asked === "edit" && (
        <AccountForm
          account={account}
          onSaved={() => { say(text.common.savedToast, "success"); onChanged(); }}
          onChanged={onChanged}
          onClose={close}
        />
      )}
      {asked === "keys" && <Keys account={account} onChanged={onChanged} onClose={close} />}
      {asked === "history" && <Timeline account={account} onClose={close} />}
      {asked === "disable" && <DisableAccount account={account} onDone={onChanged} onClose={close} />}
      {asked === "delete" && (
        <DeleteAccount account={account} onDone={() => { say(t.deletedToast(isolated(account.name)), "success"); onChanged(); }} onClose={close} />
      )}
    </>
  );
}
