import { logMessage, type Message, withAction } from "clew";
import {
  all,
  any,
  currentScope,
  failAfter,
  mapConcurrent,
  moveOnAfter,
  race,
  retry,
  shield,
  withScope,
} from "clew/scope";
import { captureLog } from "clew/testing";
import { describe, expect, test } from "vitest";

const THEN = "then";

/** A query of knex's kind, which notes where its work begins and goes on. */
function query(seen: unknown[]): PromiseLike<string> {
  return {
    async [THEN](onResult: (value: string) => unknown) {
      seen.push(currentScope()?.name);
      logMessage("sql");
      await null;
      seen.push(currentScope()?.name);
      onResult("rows");
    },
  } as unknown as PromiseLike<string>;
}

/** The types of the actions in which a query was logged. */
async function placesOf(body: (seen: unknown[]) => unknown): Promise<{ places: unknown[]; seen: unknown[] }> {
  const seen: unknown[] = [];
  const log = await captureLog(async () => {
    await withAction("outer", () => body(seen) as Promise<unknown>);
  });
  const parentOf = ({ task_level }: Message) =>
    log.messages.find(
      (other) =>
        other.action_status === "started" && other.task_level.slice(0, -1).join() === task_level.slice(0, -1).join(),
    )?.action_type;
  return { places: log.messages.filter(({ message_type }) => message_type === "sql").map(parentOf), seen };
}

describe("a lazy thenable", () => {
  const children: Record<string, (seen: unknown[]) => unknown> = {
    "of a child": (seen) => withScope({ name: "s" }, (s) => void s.spawn(() => query(seen), { name: "child" })),
    "that is spawned": (seen) => withScope({ name: "s" }, (s) => void s.spawn(query(seen), { name: "child" })),
  };
  for (const [what, body] of Object.entries(children)) {
    test(`${what} begins in the child's action and scope`, async () => {
      const { places, seen } = await placesOf(body);
      expect(places).toEqual(["child"]);
      expect(seen).toEqual(["s", "s"]);
    });
  }

  const bodies: Record<string, (seen: unknown[]) => unknown> = {
    withScope: (seen) => withScope({ name: "s" }, () => query(seen)),
    "the promise of a resource": (seen) =>
      withScope({ name: "s" }, async (s) => {
        await (s.use(query(seen) as never) as Promise<unknown>).catch(() => {});
      }),
    "a finalizer": (seen) => withScope({ name: "s" }, (s) => s.defer(() => query(seen) as never)),
  };
  for (const [what, body] of Object.entries(bodies)) {
    test(`of ${what} begins in the scope`, async () => {
      const { places, seen } = await placesOf(body);
      expect(places).toEqual(["s"]);
      expect(seen.every((name) => name !== undefined)).toBe(true);
    });
  }

  const combined: Record<string, (seen: unknown[]) => Promise<unknown>> = {
    all: (seen) => all([() => query(seen)]),
    any: (seen) => any([() => query(seen)]),
    race: (seen) => race([() => query(seen)]),
    mapConcurrent: (seen) => mapConcurrent([1], 1, () => query(seen)),
    retry: (seen) => retry(() => query(seen) as Promise<string>, { attempts: 2 } as never),
    shield: (seen) => Promise.resolve(shield(() => query(seen))),
    failAfter: (seen) => failAfter(1000, () => query(seen)),
    moveOnAfter: (seen) => moveOnAfter(1000, () => query(seen)),
  };
  for (const [what, run] of Object.entries(combined)) {
    test(`of ${what} begins in its scope`, async () => {
      const { places, seen } = await placesOf((seen) => withScope({ name: "above" }, () => run(seen)));
      expect(places).not.toContain("outer");
      expect(seen).toHaveLength(2);
      expect(seen[0]).toBe(seen[1]);
      if (what !== "retry") expect(seen).not.toContain("above");
    });
  }
});
