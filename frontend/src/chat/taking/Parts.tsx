import type { Job } from "../../shared/job";
import { useTakingWords } from "./text";

/** How far something is; without a part nobody knows. */
export function Progress({ label, part }: { label: string; part?: number }) {
  return (
    <p role="status">
      <span>{label}</span>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label */}
      <progress aria-label={label} max={1} {...(part === undefined ? {} : { value: Math.min(1, part) })} />
    </p>
  );
}

/** Why it failed, if it did. */
export function Failure({ task }: { task: Job<unknown> | null }) {
  const t = useTakingWords();
  if (task?.status !== "failed") return null;
  return <p className="form-error" role="alert">{t.errors[task.error ?? ""] ?? t.failed}</p>;
}

export function DownloadLink({ url, name, label }: { url: string; name: string; label: string }) {
  return <a className="button button-primary button-small" href={url} download={name}>{label}</a>;
}
