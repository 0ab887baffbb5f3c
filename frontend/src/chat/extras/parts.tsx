import { useState } from "react";
import "../together";
import type { Thread } from "../thread/thread";
import type { ThreadState } from "../thread/threadState";
import { AssistantHead } from "./AssistantHead";
import { AssistantRow } from "./AssistantRow";
import { Notice } from "./Notice";
import { TemporaryBanner } from "./TemporaryBanner";

/** Set by the build: the styles of the page are full. */
declare const EXTRAS_STYLES: string;

let areStylesThere = false;

/** Above a chat: that it is temporary, what the administrators have to say, and whose chat it is. In a new one: the assistants to choose from. */
export function Parts({ thread, state, model }: { thread: Thread; state: ThreadState; model?: string }) {
  const [isStyled, setStyled] = useState(areStylesThere);
  const show = () => {
    areStylesThere = true;
    setStyled(true);
  };
  return (
    <>
      <link rel="stylesheet" href={EXTRAS_STYLES} onLoad={show} onError={show} />
      {isStyled && (model === undefined ? <Head state={state} /> : <AssistantRow thread={thread} state={state} model={model} />)}
    </>
  );
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
