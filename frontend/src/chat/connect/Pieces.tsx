import { CopyButton } from "../../shared/ui/CopyButton";
import { CopyLine } from "../keys/CopyLine";
import { type Program, recipe, type Way } from "./recipes";
import { useConnectWords } from "./text";

/** The texts for a program; what is copied is filled in otherwise than what is shown. */
export function Pieces({ program, shown, copied }: { program: Program; shown: Way; copied: Way }) {
  const t = useConnectWords();
  const whole = recipe(program, copied);
  return (
    <>
      <p className="field-hint">{t.hints[program]}</p>
      {recipe(program, shown).map(({ place, text }, number) => {
        const name = typeof place === "object" ? place.file : t.places[place];
        const copy = whole[number]?.text ?? text;
        if (!text.includes("\n") && typeof place === "string") {
          return <CopyLine key={name} label={name} copyLabel={t.copy(name)} text={text} copied={copy} />;
        }
        return (
          <section key={name} className="key-example" aria-label={name}>
            <div className="key-head">
              <strong>{name}</strong>
              <CopyButton text={copy} label={t.copy(name)} />
            </div>
            <pre dir="ltr"><code>{text}</code></pre>
          </section>
        );
      })}
    </>
  );
}
