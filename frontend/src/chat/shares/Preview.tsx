import { Markdown } from "../../markdown/Markdown";
import { names } from "../../shared/names";
import { Button } from "../../shared/ui/Button";
import type { SharedMessage } from "./api";
import { useShareWords } from "./text";

const mostOfName = 60;

/** A share as its readers see it. What comes after the last message that is shown is there, too, to be chosen. */
export function Preview({ title, messages, last, onChoose }: {
  title: string;
  messages: readonly SharedMessage[];
  /** The last message that is shown. */
  last: string;
  onChoose: (id: string) => void;
}) {
  const t = useShareWords();
  const end = messages.findIndex((message) => message.id === last);
  return (
    <section className="share-preview" aria-label={t.preview}>
      <h3 dir="auto">{title}</h3>
      {messages.map((message, index) => (
        <article key={message.id} className={names(message.role === "user" ? "share-question" : "share-answer", index > end && "share-left-out")}>
          <h4>{message.role === "user" ? t.question : t.answer}</h4>
          {message.role === "user" ? <p className="share-text" dir="auto">{message.text}</p> : <Markdown text={message.text} isGrowing={false} />}
          {message.files > 0 && <p className="field-hint">{t.files(message.files)}</p>}
          {index === end ? (
            <p className="share-last">{t.lastShown}</p>
          ) : (
            <Button size="small" variant="ghost" aria-label={t.untilHereOf(message.text.slice(0, mostOfName))} onClick={() => onChoose(message.id)}>
              {t.untilHere}
            </Button>
          )}
        </article>
      ))}
    </section>
  );
}
