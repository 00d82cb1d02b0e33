// The program of the Eliot and Trio thread, in its four forms. Trio's scheduler starts children in random order, so there
// the log of one program had many trees. Here a child's place is taken when it is spawned: each form has one tree,
// however long the children wait.

import { withAction, withTask } from "clew";
import { sleep, withScope } from "clew/scope";

/** @param {string} message */
async function say(message) {
  await sleep(Math.random() * 3);
  await withAction("say", { message }, () => sleep(Math.random() * 3));
}

const words = ["one", "two", "three"];

/** The four forms, by what is particular about each. */
export const forms = {
  /** The scope is opened inside of the action: the action lasts as long as its children. */
  inside: () =>
    withAction("parent", () =>
      withScope((scope) => {
        for (const word of words) scope.spawn(() => say(word), { name: "child" });
      }),
    ),

  /** The scope is opened around the action: the children stand under the action, which ends before they do. */
  outside: () =>
    withScope(async (scope) => {
      await withAction("parent", async () => {
        for (const word of words) scope.spawn(() => say(word), { name: "child" });
        await sleep(1);
      });
    }),

  /** Each child waits at random before its own action begins, and the body goes on logging. */
  waiting: () =>
    withTask("parent", (parent) =>
      withScope(async (scope) => {
        for (const word of words) {
          scope.spawn(() => say(word), { name: "child" });
          parent.log("spawned", { word });
        }
      }),
    ),

  /** Nothing is said about names or logging: default options, inside of a task. */
  defaults: () =>
    withTask("parent", () =>
      withScope((scope) => {
        for (const word of words) scope.spawn(() => say(word));
      }),
    ),
};
