import "../together";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";
import { AssistantHead } from "./AssistantHead";
import { AssistantRow } from "./AssistantRow";
import { Notice } from "./Notice";
import { Styled } from "./Styled";
import { TemporaryBanner } from "./TemporaryBanner";

/** Above a chat: that it is temporary, what the administrators have to say, and whose chat it is. In a new one: the assistants to choose from. */
export function Parts({ thread, state, model }: { thread: Thread; state: ThreadState; model?: string }) {
  return <Styled>{model === undefined ? <Head state={state} /> : <AssistantRow thread={thread} state={state} model={model} />}</Styled>;
}

function Head({ state }: { state: ThreadState }) {
  return (
    <>
      <TemporaryBanner state={state} />
      <Notice />
      <AssistantHead state={state} />
    </>
  );
}
