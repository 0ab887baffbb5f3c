import { useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { longest } from "../../shared/lengths";
import { Button, IconButton } from "../../shared/ui/Button";
import { ConfirmDialog } from "../../shared/ui/ConfirmDialog";
import { Menu } from "../../shared/ui/Menu";
import { Spinner } from "../../shared/ui/Spinner";
import { ChevronDownIcon, ChevronRightIcon, EditIcon, FolderIcon, MoreIcon, TrashIcon } from "../../shared/ui/icons";
import { isolated, Sentence } from "../../shared/ui/Sentence";
import { useActs } from "./acts";
import type { Project } from "./api";
import { MoreBelow } from "./MoreBelow";
import { RenameRow } from "./RenameRow";
import { Rows, type RowsProps } from "./Rows";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

type GroupProps = Pick<RowsProps, "openId" | "onGo" | "selection"> & { project: Project };

/** A project: opened it shows its conversations, and its menu renames and deletes it. */
export function ProjectRow({ project, ...rows }: GroupProps) {
  const t = useChatWords();
  const { lists, storage } = useSession();
  const { attempt } = useActs(rows.onGo);
  const key = `project:${project.id}`;
  const [isOpen, setOpen] = useState(() => storage.get(key) !== null);
  const [state, setState] = useState<"plain" | "renaming" | "deleting">("plain");

  function toggle() {
    storage.set(key, isOpen ? "" : "open");
    setOpen(!isOpen);
  }

  function rename(name: string) {
    setState("plain");
    if (name && name !== project.name) void attempt(() => lists.renameProject(project.id, name));
  }

  if (state === "renaming") return <RenameRow text={project.name} label={t.projectName} most={longest.projectName} onDone={rename} />;
  const Chevron = isOpen ? ChevronDownIcon : ChevronRightIcon;
  return (
    <li className="project">
      <div className="conversation">
        <button type="button" className="project-toggle" aria-expanded={isOpen} onClick={toggle}>
          <Chevron size={14} />
          <FolderIcon size={16} />
          <span className="conversation-title" dir="auto" title={project.name}>
            {project.name}
          </span>
        </button>
        <ProjectMenu project={project} onRename={() => setState("renaming")} onDelete={() => setState("deleting")} />
      </div>
      {isOpen && <ProjectChats project={project} {...rows} />}
      {state === "deleting" && (
        <ConfirmDialog
          danger
          title={t.deleteProjectTitle}
          confirmLabel={t.deleteProject}
          onConfirm={() => lists.removeProject(project.id)}
          onClose={() => setState("plain")}
        >
          <Sentence text={t.deleteProjectText(isolated(project.name))} />
        </ConfirmDialog>
      )}
    </li>
  );
}

function ProjectMenu({ project, onRename, onDelete }: { project: Project; onRename: () => void; onDelete: () => void }) {
  const t = useChatWords();
  const label = t.projectMenu(project.name);
  return (
    <Menu
      label={label}
      align="end"
      entries={[
        { label: t.rename, icon: EditIcon, onSelect: onRename },
        "separator",
        { label: t.deleteProject, icon: TrashIcon, danger: true, onSelect: onDelete },
      ]}
      trigger={(props) => <IconButton icon={MoreIcon} iconSize={18} label={label} className="conversation-menu" {...props} />}
    />
  );
}

function ProjectChats({ project, ...rows }: GroupProps) {
  const t = useChatWords();
  const common = useCommon();
  const { lists } = useSession();
  const history = lists.of(project.id);
  const { items, load, hasLoaded, hasMore } = useStore(history);
  return (
    <div className="project-chats">
      <Rows items={items} history={history} {...rows} />
      {!hasLoaded && load === "loading" && <Spinner size={16} label={common.loading} />}
      {load === "failed" && (
        <Button size="small" onClick={() => void history.refresh()}>
          {common.retry}
        </Button>
      )}
      {hasLoaded && items.length === 0 && <p className="conversations-note">{t.projectEmpty}</p>}
      {hasLoaded && hasMore && load === "idle" && <MoreBelow onSeen={() => void history.more()} />}
    </div>
  );
}
