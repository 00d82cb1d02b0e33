import { addDestination, removeDestination } from "clew";
import { Parser, type WrittenAction, type WrittenNode } from "clew/parse";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";
import { forms } from "../examples/say/say.mjs";

const RUNS = 1_000;

/** The log of one run, as the tree of its types and levels. */
async function treeOf(run: () => unknown): Promise<string> {
  const messages: object[] = [];
  const keep = (message: object) => void messages.push(message);
  addDestination(keep);
  await run();
  await removeDestination(keep);
  const parser = new Parser();
  const trees = messages.flatMap((message) => [...parser.add(message as never)]).concat([...parser.end()]);
  expect(trees.every((tree) => tree.isComplete)).toBe(true);
  return trees.map(({ root }) => draw(root as WrittenNode, "")).join("\n");
}

function draw(node: WrittenNode, indent: string): string {
  if (!("actionType" in node)) return `${indent}${node.messageType} /${node.taskLevel.join("/")}`;
  const action: WrittenAction = node;
  const word = action.startFields?.message === undefined ? "" : ` ${String(action.startFields.message)}`;
  const line = `${indent}${action.actionType}${word} /${action.taskLevel.join("/")} ${action.status}`;
  return [line, ...action.children.map((child) => draw(child, `${indent}  `))].join("\n");
}

describe("the say program", () => {
  for (const [name, run] of Object.entries(forms)) {
    test(`has one tree in ${RUNS} runs with the scope in the form "${name}"`, { timeout: 60_000 }, async () => {
      const trees = new Set<string>();
      for (let i = 0; i < RUNS; i++) trees.add(await withMockClock({ seed: i }, () => treeOf(run)));
      // A few in real time, which is what the program does by itself.
      for (let i = 0; i < 5; i++) trees.add(await treeOf(run));
      expect([...trees]).toMatchSnapshot();
      expect(trees.size).toBe(1);
    });
  }
});
