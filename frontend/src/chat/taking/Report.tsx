import { Fragment } from "react";
import type { ImportReport, LeftOut } from "./api";
import { useTakingWords } from "./text";

/** What came of an import, so that it can be checked against the old account. */
export function Report({ report }: { report: Partial<ImportReport> }) {
  const t = useTakingWords();
  const { chats, messages = 0, files, skipped = [], unknown = [], cut = [] } = report;
  if (!chats) return null;
  const rows: [string, number][] = [
    [t.newChats, chats.new], [t.extendedChats, chats.extended], [t.unchangedChats, chats.unchanged], [t.skippedChats, chats.skipped],
    [t.messages, messages], [t.filesTaken, files?.taken ?? 0], [t.filesMissing, files?.missing ?? 0],
  ];
  return (
    <div role="status">
      <h5>{t.result}</h5>
      <dl className="shortcuts">
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value.toLocaleString()}</dd>
          </Fragment>
        ))}
      </dl>
      {cut.map(({ file, after }) => <p key={file} className="form-error">{t.cut(file, after)}</p>)}
      {skipped.length > 0 && (
        <>
          <h5>{t.leftOut}</h5>
          <ul>{skipped.map((entry) => <Reason key={entry.reason} entry={entry} />)}</ul>
        </>
      )}
      {unknown.length > 0 && <p>{t.unknown(unknown.join(", "))}</p>}
    </div>
  );
}

function Reason({ entry }: { entry: LeftOut }) {
  const t = useTakingWords();
  return (
    <li>
      <details>
        <summary>{`${entry.count.toLocaleString()} × ${t.reasons[entry.reason] ?? entry.reason}`}</summary>
        <ul>
          {entry.chats.map((title, place) => (
            // Titles may be alike.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={place} dir="auto">{title || t.untitled}</li>
          ))}
        </ul>
      </details>
    </li>
  );
}
