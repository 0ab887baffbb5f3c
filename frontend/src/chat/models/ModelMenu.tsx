import { type ButtonHTMLAttributes, type ReactNode, type Ref, useState } from "react";
import { formatMoment } from "../../shared/i18n";
import { LazyModule } from "../../shared/lazyModule";
import { Menu } from "../../shared/ui/Menu";
import { useSession } from "../session/session";
import { useStore } from "../session/store";
import { type DialogCode, LazyDialog } from "../settings/LazyDialog";
import { useChatWords } from "../text";
import type { ModelChoice } from "./ModelDialog";
import { offerOf } from "./offers";

const modelDialog: DialogCode<ModelChoice> = new LazyModule(async () => ({ Content: (await import("./ModelDialog")).ModelDialog }));

/** More than these are sought, not looked through. */
const mostInMenu = 12;

interface ModelMenuProps {
  title: string;
  chosen?: string;
  /** Left out. */
  without?: string;
  onChoose: (slug: string) => void;
  trigger: (props: ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> }) => ReactNode;
}

/** The models, by the button that opens them; nothing where there is none to choose. */
export function ModelMenu({ title, chosen, without, onChoose, trigger }: ModelMenuProps) {
  const t = useChatWords();
  const session = useSession();
  const models = useStore(session.models).models.filter((model) => model.slug !== without);
  const windows = useStore(session.quota);
  const [isOpen, setOpen] = useState(false);
  const look = () => {
    void session.loadModels();
    void session.quota.refresh();
  };

  if (models.length === 0) return null;
  if (models.length > mostInMenu) {
    const open = () => {
      look();
      setOpen(true);
    };
    return (
      <>
        {trigger({ "aria-haspopup": "dialog", onClick: open })}
        {isOpen && <LazyDialog code={modelDialog} title={title} variant="search" more={{ title, chosen, without, onChoose }} onClose={() => setOpen(false)} />}
      </>
    );
  }
  const entries = models.map((model) => {
    const { slug, label, note, isOut } = offerOf(model, windows, t, formatMoment);
    return {
      label,
      ...(note && { note }),
      ...(chosen !== undefined && { checked: slug === chosen }),
      disabled: isOut,
      onSelect: () => onChoose(slug),
    };
  });
  return (
    <Menu
      label={title}
      entries={[{ heading: title }, ...entries]}
      trigger={(props, isShown) =>
        trigger({
          ...props,
          onClick: () => {
            if (!isShown) look();
            props.onClick();
          },
        })
      }
    />
  );
}
