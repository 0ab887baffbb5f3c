import { useState } from "react";
import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { longest } from "../../shared/lengths";
import { Button, IconButton } from "../../shared/ui/Button";
import { PlusIcon } from "../../shared/ui/icons";
import { useActs } from "./acts";
import { ProjectRow } from "./ProjectRow";
import { RenameRow } from "./RenameRow";
import type { RowsProps } from "./Rows";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";

/** The member's projects, each with its conversations, and the way to a new one. */
export function ProjectGroup(rows: Pick<RowsProps, "openId" | "onGo" | "selection">) {
  const t = useChatWords();
  const common = useCommon();
  const { lists } = useSession();
  const { items, hasFailed } = useStore(lists.projects);
  const { attempt } = useActs(rows.onGo);
  const [isNaming, setNaming] = useState(false);

  function add(name: string) {
    setNaming(false);
    if (name) void attempt(() => lists.addProject(name));
  }

  return (
    <section>
      <div className="projects-head">
        <h2 className="conversations-group">{t.projects}</h2>
        <IconButton icon={PlusIcon} iconSize={16} label={t.newProject} onClick={() => setNaming(true)} />
      </div>
      <ul>
        {isNaming && <RenameRow text="" label={t.projectName} most={longest.projectName} onDone={add} />}
        {items.map((project) => (
          <ProjectRow key={project.id} project={project} {...rows} />
        ))}
      </ul>
      {hasFailed && (
        <div className="conversations-note">
          <p>{t.projectsFailed}</p>
          <Button size="small" onClick={() => void lists.refresh()}>
            {common.retry}
          </Button>
        </div>
      )}
    </section>
  );
}
