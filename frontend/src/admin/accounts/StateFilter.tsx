/** The list of accounts in some states, as the overview counts them. */
import { IconButton } from "../../shared/ui/Button";
import { CloseIcon } from "../../shared/ui/icons";
import { useHealthText } from "../health/text";
import { stateWords } from "../health/words";
import { changeQuery } from "../router";
import { useAccountText } from "./text";

/** Says which states are listed, and takes that back. */
export function StateFilter({ states }: { states: readonly string[] }) {
  const t = useAccountText().accounts;
  const { health } = useHealthText();
  if (states.length === 0) return null;
  return (
    <div className="tag-filter">
      <span className="chip chip-good">{states.map((state) => stateWords(state, health)).join(" · ")}</span>
      <IconButton icon={CloseIcon} iconSize={16} label={t.anyState} onClick={() => changeQuery({ health: undefined, p: undefined })} />
    </div>
  );
}
