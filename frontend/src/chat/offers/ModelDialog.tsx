import { useState } from "react";
import "../together";
import { Dialog } from "../../shared/ui/Dialog";
import { CheckIcon, SearchIcon } from "../../shared/ui/icons";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { matching } from "./offers";
import { offerHere, useOfferWords } from "./text";

export interface ModelChoice {
  title: string;
  chosen: string | undefined;
  without: string | undefined;
  onChoose: (slug: string) => void;
}

/** Many models: sought by name and by what is said of them. */
export function ModelDialog({ title, chosen, without, onChoose, onClose }: ModelChoice & { onClose: () => void }) {
  const t = useOfferWords();
  const session = useSession();
  const { models } = useStore(session.models);
  const windows = useStore(session.quota);
  const [sought, setSought] = useState("");
  const found = matching(models, sought).filter((model) => model.slug !== without);

  return (
    <Dialog title={title} variant="search" onClose={onClose}>
      <label className="search-field">
        <SearchIcon size={18} />
        <input
          type="search"
          data-autofocus
          value={sought}
          placeholder={t.searchModels}
          aria-label={t.searchModels}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setSought(event.target.value)}
        />
      </label>
      <ul className="search-results">
        {found.map((model) => {
          const { slug, label, note, isOut } = offerHere(model, windows);
          return (
            <li key={slug}>
              <button
                type="button"
                className="menu-item"
                aria-pressed={chosen === undefined ? undefined : slug === chosen}
                disabled={isOut}
                onClick={() => {
                  onClose();
                  onChoose(slug);
                }}
              >
                <span className="menu-label">
                  <span dir="auto">{label}</span>
                  {note && <small dir="auto">{note}</small>}
                </span>
                {slug === chosen && <CheckIcon size={18} />}
              </button>
            </li>
          );
        })}
      </ul>
      <p className="field-hint" role="status">{found.length === 0 ? t.noSuchModel : ""}</p>
    </Dialog>
  );
}
