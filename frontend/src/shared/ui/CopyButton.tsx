import { useEffect, useState } from "react";
import { copyText } from "../clipboard";
import { useCommon } from "../locales/common";
import { IconButton } from "./Button";
import { toast } from "./Toast";
import { CheckIcon, CopyIcon } from "./icons";

/** Copies a message; the icon becomes a tick for a moment. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const t = useCommon();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    if (await copyText(text)) setCopied(true);
    else toast(t.copyFailed, { tone: "error" });
  }

  return <IconButton icon={isCopied ? CheckIcon : CopyIcon} iconSize={18} label={isCopied ? t.copied : label} onClick={() => void copy()} />;
}
