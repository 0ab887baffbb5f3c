import { type ButtonHTMLAttributes, type ReactNode, type Ref, useState } from "react";
import { LazyModule, useModule } from "../../shared/lazyModule";
import { Menu } from "../../shared/ui/Menu";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { type DialogCode, LazyDialog } from "../settings/LazyDialog";
import type { ModelChoice } from "../offers/ModelDialog";

const modelDialog: DialogCode<ModelChoice> = new LazyModule(async () => ({ Content: (await import("../offers/ModelDialog")).ModelDialog }));
/** What is said of each model comes when somebody is about to choose one. */
const offers = new LazyModule(() => import("../offers/text"));

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
  const session = useSession();
  const models = useStore(session.models).models.filter((model) => model.slug !== without);
  const windows = useStore(session.quota);
  const [isOpen, setOpen] = useState(false);
  const [isNear, setNear] = useState(false);
  const { loaded } = useModule(offers, isNear);
  const near = { onPointerEnter: () => setNear(true), onFocus: () => setNear(true) };
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
    const { slug } = model;
    const offer = loaded?.offerHere(model, windows);
    return {
      label: model.title || slug,
      ...(offer?.note && { note: offer.note }),
      ...(chosen !== undefined && { checked: slug === chosen }),
      disabled: offer?.isOut ?? false,
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
          ...near,
          onClick: () => {
            if (isShown) return props.onClick();
            look();
            setNear(true);
            // A menu that is open already would grow over its button.
            void offers.load().catch(() => null).then(props.onClick);
          },
        })
      }
    />
  );
}
