import { Chip } from "../../shared/ui/Chip";
import type { Choice } from "./api";
import { useChoiceText } from "./text";

/** Each account, the chosen one first, with why it was taken or not. */
export function ChoiceList({ choice }: { choice: Choice }) {
  const t = useChoiceText().choice;
  const inOrder = [...choice.candidates].sort((left, right) => Number(right.id === choice.chosen) - Number(left.id === choice.chosen));
  return (
    <>
      {choice.chosen === null && <p className="soft">{t.none}</p>}
      <ul className="choice">
        {inOrder.map((candidate) => (
          <li key={candidate.id}>
            <span className="choice-name">
              <strong dir="auto">{candidate.name || t.gone(candidate.id)}</strong>
              {candidate.id === choice.chosen && <Chip tone="good">{t.chosen}</Chip>}
            </span>
            <small>{candidate.reason}</small>
          </li>
        ))}
      </ul>
    </>
  );
}
