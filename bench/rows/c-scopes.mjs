// Rows C: scopes and their children, against bare promises and what else there is. On Node 20 a program in which an
// AsyncLocalStorage has ever run pays for each promise, whoever makes it. So there are two comparisons of equals: bare
// promises with clew as browsers load it, without a carrier; and bare promises in a program that uses
// AsyncLocalStorage, as most servers do, with clew as Node loads it.
import { AsyncLocalStorage } from "node:async_hooks";
import { close, toFile, withTask } from "clew";
import { sleepForever, withScope } from "clew/scope";
import { Effect } from "effect";
import * as effection from "effection";
import pMap from "p-map";
import { ofATenth } from "../harness.mjs";

/** What each child does: one await, as the least that a child can do. */
const work = async () => {
  await undefined;
};

/**
 * Runs a body with the scopes that browsers load. Nothing of this process has used a carrier yet.
 *
 * @param {() => unknown} body
 */
const portable = async (body) => {
  const shelf = /** @type {{ [key: symbol]: { carrier: object } }} */ (/** @type {unknown} */ (globalThis));
  const hub = shelf[Symbol.for("clew.hub.1")];
  if (hub !== undefined) hub.carrier = createStack();
  return body();
};

/** What clew carries its context with where there is no AsyncLocalStorage. */
function createStack() {
  /** @type {unknown} */
  let current;
  return {
    followsAwaits: false,
    get: () => current,
    /** @param {unknown} context @param {(...given: unknown[]) => unknown} body @param {unknown[]} given */
    run(context, body, ...given) {
      const previous = current;
      current = context;
      try {
        return body(...given);
      } finally {
        current = previous;
      }
    },
  };
}

/** @param {() => unknown} body */
const inStorage = (body) => new AsyncLocalStorage().run({}, body);

/** @param {number} times @param {() => unknown} child */
const joined = (times, child) =>
  withScope((scope) => {
    for (let i = 0; i < times; i++) scope.spawn(child);
  });

/** @param {number} depth @returns {Promise<unknown>} */
const scopeTree = (depth) =>
  withScope((scope) => {
    for (let i = 0; i < 10; i++) scope.spawn(depth === 1 ? work : () => scopeTree(depth - 1));
  });

/** @param {number} depth @returns {Promise<unknown>} */
const promiseTree = (depth) =>
  Promise.all(Array.from({ length: 10 }, () => (depth === 1 ? work() : promiseTree(depth - 1))));

/** @param {number} depth @returns {Promise<unknown>} */
const mapTree = (depth) => pMap(Array.from({ length: 10 }), () => (depth === 1 ? work() : mapTree(depth - 1)));

/** @param {number} depth @returns {Effect.Effect<unknown>} */
const effectTree = (depth) =>
  Effect.forEach(Array.from({ length: 10 }), () => (depth === 1 ? Effect.promise(work) : effectTree(depth - 1)), {
    concurrency: "unbounded",
    discard: true,
  });

/** @param {() => unknown} body @param {number} count */
async function bytesEach(body, count) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  await body();
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed - before) / count;
}

/** What waits, and can be let go again. */
/** @type {(() => void)[]} */
let gates = [];
const pending = async () => {
  await /** @type {Promise<void>} */ (new Promise((resolve) => gates.push(resolve)));
};

/** @type {unknown} */
let kept;

/** @param {number} times */
async function rejected(times) {
  /** @type {((error: Error) => void)[]} */
  const rejects = [];
  const settled = Promise.allSettled(
    Array.from({ length: times }, async () => {
      await new Promise((_, reject) => rejects.push(reject));
    }),
  );
  const error = new Error("cancelled");
  for (const reject of rejects) reject(error);
  await settled;
}

/** @param {number} times */
const cancelled = (times) =>
  withScope((scope) => {
    for (let i = 0; i < times; i++) {
      scope.spawn(async () => {
        await sleepForever();
      });
    }
    scope.cancel();
  });

/** @param {(times: number) => Promise<unknown>} run @param {number} most */
async function growth(run, most) {
  /** @param {number} times @param {number} repeats */
  const each = async (times, repeats) => {
    globalThis.gc?.();
    const before = process.cpuUsage();
    for (let i = 0; i < repeats; i++) await run(times);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (times * repeats);
  };
  await each(1_000, 100);
  const few = await each(1_000, Math.ceil(most / 1_000));
  return (await each(most, 1)) / few;
}

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "C1",
    what: "spawn and join children",
    times: 100_000,
    contestants: {
      "Promise.all": (times) => Promise.all(Array.from({ length: times }, work)),
      "clew, without a carrier": (times) => portable(() => joined(times, work)),
      "Promise.all, AsyncLocalStorage": (times) => inStorage(() => Promise.all(Array.from({ length: times }, work))),
      "clew, on Node": (times) => joined(times, work),
      "clew, each child logged": async (times, folder) => {
        toFile(`${folder}.clew`, { mode: "buffered" });
        await withTask("work", () => joined(times, work));
        await close();
      },
      "p-map": (times) => pMap(Array.from({ length: times }), work),
      "Effect 4": (times) =>
        Effect.runPromise(
          Effect.forEach(Array.from({ length: times }), () => Effect.promise(work), {
            concurrency: "unbounded",
            discard: true,
          }),
        ),
      "Effection (of a tenth)": ofATenth((times) =>
        effection.run(function* () {
          const tasks = [];
          for (let i = 0; i < times; i++) tasks.push(yield* effection.spawn(() => effection.call(work)));
          for (const task of tasks) yield* task;
        }),
      ),
    },
    targets: [
      { ours: "clew, without a carrier", against: "Promise.all", atMost: 1.4 },
      { ours: "clew, on Node", against: "Promise.all, AsyncLocalStorage", atMost: 1.1 },
    ],
  },
  {
    id: "C2",
    what: "a tree of 10 x 10 x 10 x 10 scopes",
    times: 10,
    contestants: {
      "Promise.all": async (times) => {
        for (let i = 0; i < times; i++) await promiseTree(4);
      },
      "clew, without a carrier": (times) =>
        portable(async () => {
          for (let i = 0; i < times; i++) await scopeTree(4);
        }),
      "Promise.all, AsyncLocalStorage": (times) =>
        inStorage(async () => {
          for (let i = 0; i < times; i++) await promiseTree(4);
        }),
      "clew, on Node": async (times) => {
        for (let i = 0; i < times; i++) await scopeTree(4);
      },
      "p-map": async (times) => {
        for (let i = 0; i < times; i++) await mapTree(4);
      },
      "Effect 4": async (times) => {
        for (let i = 0; i < times; i++) await Effect.runPromise(effectTree(4));
      },
    },
    targets: [
      { ours: "clew, without a carrier", against: "Promise.all", atMost: 5 },
      { ours: "clew, on Node", against: "Promise.all, AsyncLocalStorage", atMost: 5 },
    ],
  },
  {
    id: "C3",
    what: "cancel pending children",
    times: 100_000,
    contestants: {
      "reject + allSettled": (times) => rejected(times),
      "clew, without a carrier": (times) => portable(() => cancelled(times)),
      "reject + allSettled, AsyncLocalStorage": (times) => inStorage(() => rejected(times)),
      "clew, on Node": (times) => cancelled(times),
      "AbortController each": async (times) => {
        const controllers = Array.from({ length: times }, () => new AbortController());
        const settled = Promise.allSettled(
          controllers.map(({ signal }) => {
            return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
          }),
        );
        const error = new Error("cancelled");
        for (const controller of controllers) controller.abort(error);
        await settled;
      },
      "Effect 4": (times) =>
        Effect.runPromise(
          Effect.forEach(Array.from({ length: times }), () => Effect.never, {
            concurrency: "unbounded",
            discard: true,
          }).pipe(Effect.timeoutOption("1 millis")),
        ),
    },
    targets: [
      { ours: "clew, without a carrier", against: "reject + allSettled", atMost: 1.4 },
      { ours: "clew, on Node", against: "reject + allSettled, AsyncLocalStorage", atMost: 1.15 },
    ],
  },
  {
    id: "C4",
    what: "bytes a pending child",
    times: 100_000,
    measures: "bytes",
    contestants: {
      "Promise.all": (times) =>
        bytesEach(() => {
          kept = Promise.all(Array.from({ length: times }, pending));
        }, times),
      "clew, without a carrier": (times) =>
        portable(() =>
          bytesEach(() => {
            kept = joined(times, pending);
          }, times),
        ),
      "Promise.all, AsyncLocalStorage": (times) =>
        bytesEach(() => {
          kept = inStorage(() => Promise.all(Array.from({ length: times }, pending)));
        }, times),
      "clew, on Node": (times) =>
        bytesEach(() => {
          kept = joined(times, pending);
        }, times),
    },
    targets: [
      { ours: "clew, without a carrier", against: "Promise.all", atMost: 900 / 673 },
      { ours: "clew, on Node", against: "Promise.all, AsyncLocalStorage", atMost: 900 / 673 },
    ],
  },
  {
    id: "C5",
    what: "growth of the cost of a child, from 1,000 to so many",
    times: 100_000,
    measures: "bytes",
    contestants: {
      "Promise.all": (times) => growth((count) => Promise.all(Array.from({ length: count }, work)), times),
      "clew, without a carrier": (times) => portable(() => growth((count) => joined(count, work), times)),
    },
    targets: [{ ours: "clew, without a carrier", against: "Promise.all", atMost: 1.1 }],
  },
];

// What is kept must not be thought unreachable.
process.on("exit", () => {
  if (kept === gates) gates = [];
});
