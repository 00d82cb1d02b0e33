// Every question is linear in the children of one action: twice as many take at most 2.2 times as long, and 3 times where
// they are few. Processor time, the least of some rounds in turn: of two, and of more where the machine seems busy with
// something else. CLEW_WIDE=100000 asks of 100,000 and 200,000 children, for a minute.

import { describe, expect, it } from "vitest";
import { type Message, Parser, type TaskTree } from "../parse/index.js";
import { diffTrees, explainFailures, findPath, findSlow } from "./index.js";

const FEWER = Number(process.env.CLEW_WIDE ?? 25_000);
const ROUNDS = { least: 2, most: 6 };
/** What grows with the square takes four times as long. Of fewer children the collector of garbage makes up more. */
const MOST_TIMES = FEWER < 100_000 ? 3 : 2.2;
/** Where both take less than this, in seconds, it is the collector of garbage that is measured. */
const TOO_QUICK = 0.3;

type Child = (i: number) => { readonly type: string; readonly fields?: object; readonly seconds: number };

const SHAPES: Readonly<Record<string, Child>> = {
  "children that are told apart": (i) => ({ type: "item", fields: { number: i, of: i % 3 }, seconds: 1 + (i % 7) / 7 }),
  "children that are all alike": () => ({ type: "item", seconds: 1 }),
};

const QUESTIONS: Readonly<Record<string, (trees: readonly TaskTree[]) => Promise<unknown>>> = {
  slow: (trees) => findSlow(trees),
  "slow with a baseline": (trees) => findSlow(trees, { baseline: trees }),
  "diff of traffic": (trees) => diffTrees(trees, trees, { mode: "changes" }),
  "diff of the same work": (trees) => diffTrees(trees, trees, { mode: "pairs" }),
  "why, handled failures included": (trees) => explainFailures(trees, { handled: true }),
  path: (trees) => findPath(trees, { matches: (node) => node.kind === "action" && node.status === "failed" }),
};

/** A task with so many children, one in fifty of which failed. */
function treesOf(child: Child, children: number): TaskTree[] {
  const parser = new Parser();
  const add = (task_level: number[], timestamp: number, fields: object) =>
    parser.add({ task_uuid: "wide", task_level, timestamp, ...fields } as Message);
  add([1], 0, { action_type: "batch", action_status: "started" });
  for (let i = 0; i < children; i++) {
    const { type, fields, seconds } = child(i);
    const outcome = i % 50 === 3 ? { action_status: "failed", exception: "E", reason: "full" } : SUCCEEDED;
    add([i + 2, 1], 2 * i, { action_type: type, action_status: "started", ...fields });
    add([i + 2, 2], 2 * i + seconds, { action_type: type, ...outcome });
  }
  add([children + 2], 2 * children + 1, { action_type: "batch", ...SUCCEEDED });
  return [...parser.end()];
}

const SUCCEEDED = { action_status: "succeeded" };

async function secondsOf(question: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await question();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe.each(Object.entries(SHAPES))("an action with %s", (_, child) => {
  it("is explained in time that grows as it does", { timeout: 900_000 }, async () => {
    const [fewer, more] = [treesOf(child, FEWER), treesOf(child, 2 * FEWER)];
    const tooLong: string[] = [];
    for (const [name, ask] of Object.entries(QUESTIONS)) {
      const least = { fewer: Infinity, more: Infinity };
      const times = () => least.more / least.fewer;
      for (let round = 0; round < ROUNDS.least || (round < ROUNDS.most && times() > MOST_TIMES); round++) {
        least.fewer = Math.min(least.fewer, await secondsOf(() => ask(fewer)));
        least.more = Math.min(least.more, await secondsOf(() => ask(more)));
      }
      console.info(`${name}: ${least.fewer.toFixed(2)} s, ${least.more.toFixed(2)} s, ${times().toFixed(2)} times`);
      if (times() > MOST_TIMES && least.more > TOO_QUICK) tooLong.push(`${name} ${times().toFixed(2)}`);
    }
    expect(tooLong).toEqual([]);
  });
});
