import { CopyButton } from "../../shared/ui/CopyButton";

/** A short text that is there to be copied. */
export function CopyLine({ label, copyLabel, text, copied = text }: {
  label: string;
  copyLabel: string;
  text: string;
  /** What is copied, where not all of it is shown. */
  copied?: string;
}) {
  return (
    <div className="copy-line">
      <span className="copy-line-label">{label}</span>
      <code>{text}</code>
      <CopyButton text={copied} label={copyLabel} />
    </div>
  );
}
