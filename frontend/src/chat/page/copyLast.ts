import { copyText } from "../../shared/clipboard";
import { toast } from "../../shared/ui/Toast";
import { common } from "../../shared/locales/common";
import { answerText } from "../thread/message";
import type { Thread } from "../thread/thread";
import { itemsTo } from "../thread/tree";

/** Copies the last answer that is shown, as Markdown. */
export function copyReply(thread: Thread): void {
  const { tree, leaf } = thread.get();
  const answers = itemsTo(tree, leaf).filter((item) => item.role === "assistant");
  void copy(answerText(answers[answers.length - 1]?.messages ?? []));
}

/** Copies the last piece of code that is shown. */
export function copyCode(): void {
  const shown = document.querySelectorAll(".answer pre code");
  void copy(shown[shown.length - 1]?.textContent ?? "");
}

async function copy(text: string): Promise<void> {
  if (!text) return;
  const t = common();
  if (await copyText(text)) toast(t.copied);
  else toast(t.copyFailed, { tone: "error" });
}
