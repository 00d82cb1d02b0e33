import { EventEmitter } from "node:events";
import { addDestination, currentAction, removeDestination, withAction } from "clew";
import { describeWaiting, type LivingNode, printTaskTree, taskTree, trackAges } from "clew/observe";
import {
  type ChildTask,
  createChannel,
  createLimiter,
  once,
  type Scope,
  sleep,
  sleepForever,
  startScope,
  withScope,
} from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

/** The tree as text, as it stands now. */
function printed(): string {
  let text = "";
  printTaskTree((more) => {
    text += more;
  });
  return text;
}

/** Finds what has a name, anywhere in a tree. */
function find(name: string, nodes: readonly LivingNode[] = taskTree()): LivingNode | undefined {
  for (const node of nodes) {
    const found = node.name === name ? node : find(name, node.inner);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("taskTree()", () => {
  test("has all that lives where it stands, whether or not anybody observed it coming", async () => {
    await withScope({ name: "house" }, async (house) => {
      house.spawn(() => withScope({ name: "room" }, async (room) => void room.spawn(() => sleepForever())), {
        name: "guest",
      });
      const wing = house.fork({ name: "wing" });
      await withScope({ name: "cellar" }, () => {
        const outline = (nodes: readonly LivingNode[]): unknown =>
          nodes.map(({ kind, name, inner }) => [kind, name, ...(outline(inner) as unknown[])]);
        expect(outline(taskTree())).toEqual([
          [
            "scope",
            "house",
            ["child", "guest", ["scope", "room", ["child", "clew:child"]]],
            ["scope", "wing"],
            ["scope", "cellar"],
          ],
        ]);
      });
      wing.finalize();
      house.cancel();
    });
    expect(taskTree()).toEqual([]);
  });

  test("tells what each waits for, of what goes through clew", async () => {
    await withMockClock(async () => {
      const emitter = new EventEmitter();
      const { sender, receiver } = createChannel<number>(0);
      const empty = createChannel<number>(0).receiver;
      const limiter = createLimiter(1);
      await limiter.acquire();
      await withScope({ name: "waiters" }, async (scope) => {
        scope.spawn(() => sleep(1_500), { name: "time" });
        scope.spawn(() => sleepForever(), { name: "cancel" });
        scope.spawn(() => once(emitter, "ready"), { name: "event" });
        scope.spawn(() => sender.send(1), { name: "send" });
        scope.spawn(() => empty.receive(), { name: "receive" });
        scope.spawn(() => limiter.acquire(), { name: "place" });
        scope.spawn(() => startIn(scope), { name: "start" });
        scope.spawn(async () => new Promise(() => {}), { name: "bare", abandonOnCancel: true });
        await sleep(500);
        const said = (name: string) => find(name)?.waitsFor.map(describeWaiting);
        expect(find("time")?.waitsFor).toEqual([{ for: "time", leftMs: 1_000 }]);
        expect(said("time")).toEqual(["1.0 s to pass"]);
        expect(said("cancel")).toEqual(["a cancel"]);
        expect(said("event")).toEqual(["the event ready"]);
        expect(said("send")).toEqual(["room in a channel"]);
        expect(said("receive")).toEqual(["an item of a channel"]);
        expect(said("place")).toEqual(["a place of a limiter"]);
        expect(said("start")).toEqual(["server to start"]);
        expect(find("server")?.isStarting).toBe(true);
        expect(said("bare")).toEqual([]);
        scope.cancel();
      });
      receiver.close();
    });
  });

  test("tells of a wait where it waits, not where else it is heard", async () => {
    await withScope({ name: "here" }, async (here) => {
      const other = startScope({ name: "other" });
      here.spawn(() => sleep(1_000, { signal: other.signal }), { name: "sleeper" });
      expect(find("sleeper")?.waitsFor).toHaveLength(1);
      expect(find("other")?.waitsFor).toEqual([]);
      here.cancel();
      other.cancel();
    });
  });

  test("tells of deadlines, shields, states, and what cancelled what", async () => {
    await withMockClock(async () => {
      const scope = startScope({ name: "limited", timeoutMs: 2_000, shield: true, cancelTimeoutMs: 100 });
      const child = scope.spawn(() => sleep(5_000).catch(() => sleepless()), { name: "deaf", awaited: false });
      expect(find("limited")).toMatchObject({ state: "open", deadlineInMs: 2_000, isShielded: true });
      expect(find("deaf")).toMatchObject({ state: "running", isUnawaited: true });
      await sleep(500);
      expect(find("limited")?.deadlineInMs).toBe(1_500);
      child.cancel("enough");
      expect(find("deaf")).toMatchObject({
        state: "cancelling",
        cancelled: { source: "explicit", reason: "enough" },
      });
      await scope.join().catch(() => {});
    });
  });

  test("tells of a scope whose body is over that it waits for what is in it", async () => {
    const scope = startScope({ name: "rest" });
    const child = scope.spawn(() => sleepForever(), { name: "last" });
    scope.finalize();
    expect(find("rest")).toMatchObject({ state: "joining", waitsFor: [{ for: "children" }] });
    child.cancel();
    await scope.join();
  });

  test("names what is logged as the log does, and knows its age; the rest by numbers that stay", async () => {
    const log = () => {};
    addDestination(log);
    await withAction("order", async () => {
      await withScope({ name: "logged" }, async (scope) => {
        const child = scope.spawn(() => sleepForever(), { name: "too" });
        expect(find("logged")).toMatchObject({ id: scope.taskId, ageMs: expect.any(Number) });
        expect(scope.taskId).toBe(currentAction()?.taskId);
        expect(find("too")).toMatchObject({ id: child.taskId, parentId: scope.taskId });
        scope.cancel();
      });
    });
    await removeDestination(log);
    await withScope({ name: "unlogged" }, async (scope) => {
      const { id, ageMs } = find("unlogged") as LivingNode;
      expect(id).toMatch(/^~\d+$/);
      expect(ageMs).toBeUndefined();
      expect(find("unlogged")?.id).toBe(id);
      scope.spawn(() => sleep(1), { name: "inner" });
      expect(find("inner")?.id).not.toBe(id);
      expect(find("inner")?.parentId).toBe(id);
    });
  });

  test("knows the age of all that came after trackAges()", async () => {
    await withMockClock(async () => {
      const stop = trackAges();
      await withScope({ name: "aged" }, async (scope) => {
        await sleep(100);
        scope.spawn(() => sleepForever(), { name: "younger" });
        await sleep(20);
        expect(find("aged")?.ageMs).toBe(120);
        expect(find("younger")?.ageMs).toBe(20);
        stop();
        stop();
        scope.spawn(() => sleepForever(), { name: "ageless" });
        expect(find("ageless")?.ageMs).toBeUndefined();
        scope.cancel();
      });
    });
  });

  test("can be sent as JSON, and leads back to what runs", async () => {
    await withScope({ name: "sent", spawnSites: true }, async (scope) => {
      scope.spawn(function work() {
        return sleepForever();
      });
      const node = find("work") as LivingNode;
      expect(JSON.parse(JSON.stringify(taskTree()))).toMatchObject([
        { kind: "scope", name: "sent", inner: [{ kind: "child", name: "work", waitsFor: [{ for: "cancel" }] }] },
      ]);
      expect(node.spawnSite).toMatch(/task-tree\.test\.ts:\d+/);
      expect(node.where()).toMatch(/^function work\(\) \{/);
      (node.living as ChildTask<unknown>).cancel();
      expect(find("work")?.state).toBe("cancelling");
    });
  });

  test("takes any depth", async () => {
    const scopes: Scope[] = [startScope({ name: "0" })];
    for (let depth = 1; depth < 2_000; depth++) scopes.push((scopes[depth - 1] as Scope).fork({ name: "" }));
    let depth = 0;
    for (let node = taskTree()[0]; node !== undefined; node = node.inner[0]) depth++;
    expect(depth).toBe(2_000);
    expect(printed().split("\n").at(-2)?.trim()).toBe("└── … and what is deeper");
    scopes[0]?.cancel();
    await scopes[0]?.join();
  });
});

describe("printTaskTree()", () => {
  test("prints what lives as a tree", async () => {
    await withMockClock(async () => {
      await withScope({ name: "shop", timeoutMs: 61_000 }, async (shop) => {
        shop.spawn(() => withScope({ name: "prices" }, (inner) => void inner.spawn(() => sleep(20), { name: "eur" })), {
          name: "refresh",
        });
        shop.spawn(() => sleepForever(), { name: "beat", awaited: false });
        await sleep(5);
        expect(printed()).toBe(
          [
            "shop: scope, open, 1 min 0 s left",
            "├── refresh: child, running",
            "│   └── prices: scope, joining; waits for what is in it",
            "│       └── eur: child, running; waits for 15 ms to pass",
            "└── beat: child that is not waited for, running; waits for a cancel",
            "",
          ].join("\n"),
        );
      });
    });
    expect(printed()).toBe("No scope is open.\n");
  });

  test("counts what would be too much, and lets no name move the cursor", async () => {
    await withScope({ name: "a\u001b[2J\nb" }, async (scope) => {
      for (let i = 0; i < 250; i++) scope.spawn(() => sleep(1), { name: `child ${i}` });
      const lines = printed().split("\n");
      expect(lines[0]).toBe("a\\u{1b}[2J\\u{a}b: scope, open");
      expect(lines).toHaveLength(103);
      expect(lines[101]).toBe("└── … and 150 more");
    });
  });
});

/** Begins a child that never says that it is ready. */
async function startIn(scope: Scope): Promise<void> {
  await scope.start(() => sleepForever(), { name: "server" });
}

/** Waits in a way that no cancel ends. */
function sleepless(): Promise<void> {
  return new Promise(() => {});
}
