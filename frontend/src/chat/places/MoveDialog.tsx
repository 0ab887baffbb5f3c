import { type FormEvent, useState } from "react";
import "../together";
import { ApiError } from "../../shared/api";
import { characters, longest } from "../../shared/lengths";
import { explain, useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { TextField } from "../../shared/ui/Field";
import { FolderIcon } from "../../shared/ui/icons";
import type { Summary } from "../list/api";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { useChatWords } from "../text";
import { usePlaceWords } from "./text";

/** Where a conversation is to stand: in a project, a new one among them, or in none. */
export function MoveDialog({ item, onClose }: { item: Summary; onClose: () => void }) {
  const t = useChatWords();
  const own = usePlaceWords();
  const { lists } = useSession();
  const { items } = useStore(lists.projects);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function move(target: () => Promise<string | null>) {
    setBusy(true);
    try {
      await lists.put(item.id, { gizmo_id: await target() });
      onClose();
    } catch (problem) {
      setError(problem instanceof ApiError ? explain(problem) : t.actionFailed);
      setBusy(false);
    }
  }

  return (
    <Dialog title={t.moveTitle} onClose={onClose}>
      <ul className="move">
        {item.gizmo_id !== null && (
          <li>
            <Button disabled={isBusy} onClick={() => void move(async () => null)}>
              {own.noProject}
            </Button>
          </li>
        )}
        {items.map((project) => (
          <li key={project.id}>
            <Button icon={FolderIcon} disabled={isBusy || project.id === item.gizmo_id} onClick={() => void move(async () => project.id)}>
              <span className="conversation-title" dir="auto">
                {project.name}
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <NewProject isBusy={isBusy} onAdd={(name) => void move(async () => (await lists.addProject(name)).id)} />
      {error && (
        <p className="form-error" role="alert">
          {error}
        </p>
      )}
    </Dialog>
  );
}

function NewProject({ isBusy, onAdd }: { isBusy: boolean; onAdd: (name: string) => void }) {
  const t = useChatWords();
  const own = usePlaceWords();
  const common = useCommon();
  const [name, setName] = useState("");
  const length = characters(name.trim());
  const isTooLong = length > longest.projectName;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (length > 0 && !isTooLong) onAdd(name.trim());
  }

  return (
    <form className="move-new" onSubmit={submit}>
      <TextField
        label={t.newProject}
        value={name}
        autoComplete="off"
        error={isTooLong ? common.tooLong(longest.projectName, length) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" variant="primary" disabled={isBusy || length === 0 || isTooLong}>
        {own.moveThere}
      </Button>
    </form>
  );
}
