/** An account's tag in the list, and the list of one tag. */
import { Button, IconButton } from "../../../shared/ui/Button";
import { EmptyState } from "../../../shared/ui/EmptyState";
import { CloseIcon, SearchIcon } from "../../../shared/ui/icons";
import { isolated, Sentence } from "../../../shared/ui/Sentence";
import { changeQuery } from "../../router";
import { useAccountText } from "../text";

const showTag = (tag: string | undefined) => changeQuery({ tag, p: undefined });

export function TagChip({ tag }: { tag: string | null | undefined }) {
  const t = useAccountText().bulk;
  if (!tag) return null;
  return (
    <button type="button" className="chip chip-plain chip-button" aria-label={t.onlyTag(tag)} title={tag} onClick={() => showTag(tag)}>
      <bdi>{tag}</bdi>
    </button>
  );
}

/** Says that the list is one of a tag, and takes that back. */
export function TagFilter({ tag }: { tag: string }) {
  const t = useAccountText().bulk;
  if (!tag) return null;
  return (
    <div className="tag-filter">
      <span className="chip chip-good"><Sentence text={t.tagged(isolated(tag))} /></span>
      <IconButton icon={CloseIcon} iconSize={16} label={t.anyTag} onClick={() => showTag(undefined)} />
    </div>
  );
}

export function NoneTagged({ tag }: { tag: string }) {
  const t = useAccountText().bulk;
  return (
    <EmptyState
      icon={SearchIcon} title={t.noneTagged(isolated(tag))}
      action={<Button size="small" onClick={() => showTag(undefined)}>{t.anyTag}</Button>}
    />
  );
}
