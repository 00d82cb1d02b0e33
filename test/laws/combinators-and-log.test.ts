import { addDestination, currentAction, logMessage, removeDestination, withAction, withFields, withTask } from "clew";
import { Parser, type WrittenAction } from "clew/parse";
import { all, any, type ChildTask, mapConcurrent, race, sleep, sleepForever, startScope, withScope } from "clew/scope";
import { describe, expect } from "vitest";
import { errorOf, law, settle, type Trial } from "./law.js";

describe("Combinators and the log", () => {
  law("39: race: losers are cancelled and awaited before it settles", async (trial) => {
    let running = 0;
    const runner = (ms: number, outcome: () => unknown, cleanupMs: number) => async () => {
      running++;
      try {
        await sleep(ms);
        return outcome();
      } finally {
        await withScope({ shield: true }, () => sleep(cleanupMs));
        running--;
      }
    };
    const failed = new Error("failed");
    const runners = Array.from({ length: 2 + trial.int(4) }, (_, i) =>
      runner(
        trial.ms(),
        trial.pick([
          () => i,
          () => {
            throw failed;
          },
        ]),
        trial.ms(),
      ),
    );
    const settled = await settle(race(runners));
    expect(running).toBe(0);
    if (!settled.ok) expect(settled.error).toBe(failed);
    await settle(any(runners));
    expect(running).toBe(0);
    await settle(all(runners));
    expect(running).toBe(0);
  });

  law("40: empty inputs settle; an iterator that throws half-way cancels what was started", async (trial) => {
    expect(await all([])).toEqual([]);
    expect(await mapConcurrent([], 3, async () => 1)).toEqual([]);
    expect(await withScope(() => {})).toBe(undefined);
    await expect(race([])).rejects.toThrow(/^Cannot race/);
    const none = (await errorOf(any([]))) as AggregateError;
    expect(none.errors).toEqual([]);

    const error = new Error("half-way");
    let ended = 0;
    const work = async () => {
      try {
        await sleep(100);
      } finally {
        ended++;
      }
    };
    const halfway = function* () {
      for (let i = 0; i < 3; i++) yield work;
      throw error;
    };
    const run = trial.pick([
      () => all(halfway()),
      () => race(halfway()),
      () => any(halfway()),
      () => mapConcurrent(halfway(), 10, (fn) => fn()),
    ]);
    expect(await errorOf(run())).toBe(error);
    expect(ended).toBe(3);
  });

  law("41: a limit of n never runs n + 1", async (trial) => {
    const limit = 1 + trial.int(4);
    const count = trial.int(20);
    let running = 0;
    let most = 0;
    const items = Array.from({ length: count }, (_, i) => i);
    const source = trial.bool()
      ? items
      : (async function* () {
          for (const item of items) {
            await sleep(trial.int(2));
            yield item;
          }
        })();
    const results = await mapConcurrent(source, limit, async (item) => {
      running++;
      most = Math.max(most, running);
      await sleep(trial.ms());
      running--;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBeLessThanOrEqual(limit);
  });

  law(
    "42: a child's context is that of its spawn; every started action is logged ended exactly once",
    async (trial) => {
      const messages: Record<string, unknown>[] = [];
      const destination = (message: object) => messages.push(message as Record<string, unknown>);
      addDestination(destination);
      const states = new Map<string, () => string>();
      try {
        await settle(
          withTask("root", async () => {
            await settle(grow(trial, 2, states));
          }),
        );
      } finally {
        await removeDestination(destination);
      }
      const counts = new Map<string, number>();
      for (const message of messages) {
        if (message.action_status === undefined) continue;
        const level = (message.task_level as number[]).slice(0, -1).join("/");
        const key = `${String(message.task_uuid)}@/${level}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      expect(new Set(counts.values())).toEqual(new Set([2]));
      const parser = new Parser();
      const trees = messages.flatMap((message) => [...parser.add(message as never)]).concat([...parser.end()]);
      expect(trees.length).toBe(1);
      const statuses = new Map<string, string>();
      const walk = (action: WrittenAction): void => {
        statuses.set(`${action.startFields?.clew_kind === "child" ? "" : "not "}${action.actionType}`, action.status);
        for (const child of action.children) if ("actionType" in child) walk(child);
      };
      const root = trees[0]?.root;
      if (root !== undefined && "actionType" in root) walk(root);
      for (const [name, state] of states) {
        const expected = { succeeded: "succeeded", failed: "failed", cancelled: "failed" }[state()];
        expect(statuses.get(name), name).toBe(expected);
      }
    },
  );
});

let names = 0;

/** Random scopes and children, some of which fail or are cancelled; each child says where it found itself. */
async function grow(trial: Trial, depth: number, states: Map<string, () => string>): Promise<unknown> {
  return withScope({ name: `scope-${++names}` }, async (scope) => {
    for (let i = trial.int(3); i >= 0; i--) {
      const name = `child-${++names}`;
      const ms = trial.ms();
      const end = trial.int(8);
      const isDeep = depth > 0 && trial.int(3) === 0;
      const spawn = (): ChildTask<unknown> => {
        const place = currentAction();
        return scope.spawn(
          async () => {
            const own = currentAction();
            expect(own?.type).toBe(name);
            expect(own?.taskLevel.slice(0, -1)).toEqual(place?.taskLevel);
            if (isDeep) await grow(trial, depth - 1, states);
            await withAction("work", () => sleep(ms));
            expect(currentAction()).toBe(own);
            logMessage("said", { name });
            if (end === 0) throw new Error("failed");
            if (end === 1) scope.cancel();
            if (end === 2) await sleepForever();
          },
          { name, bubble: trial.bool(), awaited: end !== 2 },
        );
      };
      // A child is a thenable: bare, the action around it would last as long as the child.
      const held = () => ({ child: spawn() });
      const { child } = trial.bool() ? withAction("around", held) : withFields({ deep: depth }, held);
      states.set(name, () => child.state);
      if (trial.bool()) await sleep(trial.ms());
    }
    const started = startScope({ name: `started-${++names}` });
    started.spawn(() => sleep(trial.ms()), { name: `quick-${names}` });
    started.finalize();
    await started.join();
  });
}
