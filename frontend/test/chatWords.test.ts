import assert from "node:assert/strict";
import test from "node:test";
import { en as answer } from "../src/chat/answer/en";
import { en as composer } from "../src/chat/composer/en";
import { en as list } from "../src/chat/list/en";
import { en as models } from "../src/chat/models/en";
import { en as page } from "../src/chat/page/en";
import { en as quota } from "../src/chat/quota/en";
import { en as refusal } from "../src/chat/refusal/en";
import { en as settings } from "../src/chat/settings/en";
import { en as thread } from "../src/chat/thread/en";

test("no two nouns of the chat page call different words by one name", () => {
  const names = [answer, composer, list, models, page, quota, refusal, settings, thread].flatMap((words) => Object.keys(words));
  assert.deepEqual(names.filter((name, index) => names.indexOf(name) !== index), []);
});
