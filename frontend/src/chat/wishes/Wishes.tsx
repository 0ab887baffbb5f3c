import "../together";
import { useEffect, useState } from "react";
import type { Model } from "../../shared/models";
import { useStore } from "../../shared/store";
import { useSession } from "../session/session";
import { Styled } from "../extras/Styled";
import { wishes } from "../thread/ask";
import { useWishWords } from "./text";
import { askedOf, type Choice, choiceIn, counts, keepChoice, sizes, tools } from "./wish";

/** What the model can do beside answering in words: how many pictures and how large, the provider's tools. Kept in this browser. */
export function Wishes({ model }: { model: Model }) {
  const t = useWishWords();
  const { storage, models } = useSession();
  const offers = useStore(models).models;
  const [choice, setChoice] = useState(() => choiceIn(storage));
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));

  useEffect(() => {
    // Of whichever model is asked: an answer may be wanted again of another one.
    wishes.of = (slug) => askedOf(offers.find((offer) => offer.slug === slug), choice);
    keepChoice(choice, storage);
  }, [choice, offers, storage]);

  return (
    <Styled>
      <div className="wishes" role="group" aria-label={t.wishes}>
        {model.makes_pictures && (
          <>
            <label>
              {t.count}
              <select value={choice.count} onChange={(event) => change({ count: event.target.value })}>
                {counts.map((count) => <option key={count}>{count}</option>)}
              </select>
            </label>
            <label>
              {t.size}
              <select value={choice.size} onChange={(event) => change({ size: event.target.value })}>
                {sizes.map((size) => <option key={size} value={size}>{t.sizes[size]}</option>)}
              </select>
            </label>
          </>
        )}
        {tools.filter((tool) => model.tools?.includes(tool)).map((tool) => {
          const isOn = choice.tools.includes(tool);
          const others = choice.tools.filter((one) => one !== tool);
          return (
            <button key={tool} type="button" className="wish" aria-pressed={isOn} title={t.toolHints[tool]} onClick={() => change({ tools: isOn ? others : [...others, tool] })}>
              {t.tools[tool]}
            </button>
          );
        })}
      </div>
    </Styled>
  );
}
