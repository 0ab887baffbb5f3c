import { useChatWords } from "../text";
import { useCommon } from "../../shared/locales/common";
import { Button } from "../../shared/ui/Button";
import { ChevronDownIcon } from "../../shared/ui/icons";
import { useSession } from "../session/session";
import { useStore } from "../../shared/store";
import { ModelMenu } from "./ModelMenu";

/** The models of the member's accounts; the choice is remembered for new chats. */
export function ModelPicker({ chosen, onChoose }: { chosen: string; onChoose: (slug: string) => void }) {
  const t = useChatWords();
  const common = useCommon();
  const session = useSession();
  const { models, load } = useStore(session.models);

  if (load === "loading") return <span className="skeleton model-skeleton" />;
  if (models.length === 0) {
    return load === "failed" ? (
      <Button variant="ghost" size="small" onClick={() => void session.loadModels()}>
        {t.modelsFailed} {common.retry}
      </Button>
    ) : (
      <span className="model-none">{t.noModels}</span>
    );
  }
  const title = models.find((model) => model.slug === chosen)?.title || chosen || t.model;
  const choose = (slug: string) => {
    session.choose(slug);
    onChoose(slug);
  };
  return (
    <ModelMenu
      title={t.model}
      chosen={chosen}
      onChoose={choose}
      trigger={(props) => (
        <button type="button" className="model-button" aria-label={t.chooseModel(title)} {...props}>
          <span dir="auto" title={title}>
            {title}
          </span>
          <ChevronDownIcon size={16} />
        </button>
      )}
    />
  );
}
