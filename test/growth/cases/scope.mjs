// Many children, waiters, items, listeners and deadlines.

import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addInstrument,
  logScopeLifecycle,
  printTaskTree,
  removeInstrument,
  ScopeRecorder,
  taskTree,
  trackAges,
} from "clew/observe";
import {
  all,
  any,
  checkpoint,
  createBarrier,
  createBroadcast,
  createChannel,
  createEvent,
  createLatestValue,
  createLimiter,
  createRateLimiter,
  currentScope,
  failAfter,
  mapConcurrent,
  moveOnAfter,
  on,
  once,
  race,
  retry,
  shield,
  sleep,
  sleepForever,
  startScope,
  supervise,
  until,
  withScope,
} from "clew/scope";
import { withMockClock } from "clew/testing";
import { createWorkerPool } from "clew/worker";
import { shuffled, times } from "./times.mjs";

const nothing = () => {};
/** Ends when the turn of the event loop does. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Does it within a scope, whose children are cancelled at its end. @param {(scope: import("clew/scope").Scope) => unknown} body */
const cancelled = (body) => () =>
  withScope(async (scope) => {
    await body(scope);
    scope.cancel();
  });

const JOB = "data:text/javascript,export default (n) => n";
/** @type {ReturnType<typeof createWorkerPool> | undefined} */
let onlyPool;
/** A thread that starts is not what is measured. */
function pool() {
  onlyPool ??= createWorkerPool(1);
  return onlyPool;
}

/** @type {import("../measure.mjs").Case[]} */
export const cases = [
  {
    name: "children of a scope, each of which awaits",
    covers: ["clew/scope.withScope", "clew/scope.checkpoint"],
    of: (n) => () => withScope((scope) => times(n, () => scope.spawn(() => checkpoint()))),
  },
  {
    name: "children that end in the order in which they began, in the opposite one, and in none",
    covers: ["clew/scope.withScope"],
    of: (n) => () =>
      withScope(async (scope) => {
        for (const order of [times(n, (i) => i), times(n, (i) => n - 1 - i), shuffled(n)]) {
          const ends = times(n, () => {
            /** @type {(value?: unknown) => void} */
            let end = nothing;
            const promise = new Promise((resolve) => {
              end = resolve;
            });
            scope.spawn(promise);
            return end;
          });
          for (const i of order) ends[i]?.();
          await turn();
        }
      }),
  },
  {
    name: "pending children, cancelled at once",
    covers: ["clew/scope.sleepForever"],
    of: (n) => cancelled((scope) => void times(n, () => scope.spawn(() => sleepForever()))),
  },
  {
    name: "pending children, each cancelled by itself",
    covers: ["clew/scope.sleepForever"],
    of: (n) => () =>
      withScope(async (scope) => {
        const children = times(n, () => scope.spawn(() => sleepForever()));
        await turn();
        for (const i of shuffled(n)) children[i]?.cancel();
      }),
  },
  {
    name: "children that all fail",
    covers: ["clew/scope.withScope"],
    of: (n) => () =>
      withScope({ errors: "group" }, (scope) => {
        times(n, (i) => scope.spawn(async () => Promise.reject(new Error(`child ${i}`))));
      }).catch(nothing),
  },
  {
    name: "children that are told to be ready",
    covers: ["clew/scope.withScope"],
    of: (n) => () =>
      withScope((scope) => Promise.all(times(n, () => scope.start(async ({ started }) => started(undefined))))),
  },
  {
    name: "scopes within a scope",
    covers: ["clew/scope.startScope", "clew/scope.currentScope"],
    of: (n) => () =>
      withScope(async (scope) => {
        await Promise.all(times(n, () => withScope(() => currentScope())));
        const opened = times(n, () => scope.fork());
        scope.children();
        for (const each of opened) each.finalize();
        const own = times(n, () => startScope());
        for (const each of own) each.finalize();
      }),
  },
  {
    name: "scopes within each other",
    covers: ["clew/scope.shield"],
    of: (n) => () => {
      /** @param {number} depth @returns {Promise<unknown>} */
      const within = (depth) => (depth === 0 ? turn() : withScope(() => within(depth - 1)));
      return shield(() => within(n));
    },
  },
  {
    name: "scopes within each other, cancelled from outside",
    covers: ["clew/scope.withScope"],
    of: (n) => () => {
      /** @param {number} depth @returns {Promise<unknown>} */
      const within = (depth) => (depth === 0 ? sleepForever() : withScope(() => within(depth - 1)));
      return cancelled(async (scope) => {
        scope.spawn(() => within(n));
        await turn();
      })();
    },
  },
  {
    name: "what is deferred, and resources that are used and given back",
    covers: ["clew/scope.withScope"],
    of: (n) => () =>
      withScope((scope) => {
        const resources = times(n, () => ({ [Symbol.dispose]: nothing }));
        times(n, () => scope.defer(nothing));
        for (const resource of resources) scope.use(resource);
        for (const i of shuffled(n)) if (i % 2 === 0) scope.forget(resources[i] ?? resources[0]);
        const undo = times(n, () => scope.defer(nothing));
        for (const i of shuffled(n)) undo[i]?.();
      }),
  },
  {
    name: "items of mapConcurrent",
    covers: ["clew/scope.mapConcurrent"],
    of: (n) => {
      const items = times(n, (i) => i);
      return () => mapConcurrent(items, 8, async (item) => item);
    },
  },
  {
    name: "functions of all, any and race",
    covers: ["clew/scope.all", "clew/scope.any", "clew/scope.race"],
    of: (n) => {
      const work = times(n, (i) => async () => i);
      const failing = times(n, (i) => async () => Promise.reject(new Error(`function ${i}`)));
      return async () => {
        await all(work);
        await any(work);
        await any(failing).catch(nothing);
        await race(work);
      };
    },
  },
  {
    name: "items through a channel, a buffer that is as large, and waiting senders",
    covers: ["clew/scope.createChannel"],
    of: (n) => () =>
      withScope(async (scope) => {
        const whole = createChannel(n);
        times(n, (i) => whole.sender.trySend(i));
        whole.sender.close();
        for await (const _ of whole.receiver);
        const none = createChannel(0);
        const sent = Promise.all(times(n, (i) => none.sender.send(i)));
        scope.spawn(async () => {
          for (let i = 0; i < n; i++) await none.receiver.receive();
        });
        await sent;
        const few = createChannel(16);
        scope.spawn(async () => {
          for (let i = 0; i < n; i++) await few.sender.send(i);
          few.sender.close();
        });
        for await (const _ of few.receiver);
      }),
  },
  {
    name: "receivers that wait, and are cancelled in no order",
    covers: ["clew/scope.createChannel"],
    of: (n) => () =>
      withScope(async (scope) => {
        const { sender, receiver } = createChannel(1);
        const children = times(n, () => scope.spawn(() => receiver.receive()));
        await turn();
        for (const i of shuffled(n)) children[i]?.cancel();
        await turn();
        sender.close();
      }),
  },
  {
    name: "ends of a channel, cloned and closed",
    covers: ["clew/scope.createChannel"],
    of: (n) => () => {
      const { sender, receiver } = createChannel(1);
      const senders = times(n, () => sender.clone());
      const receivers = times(n, () => receiver.clone());
      for (const i of shuffled(n)) {
        senders[i]?.close();
        receivers[i]?.close();
      }
    },
  },
  {
    name: "subscribers of a broadcast, and its items",
    covers: ["clew/scope.createBroadcast"],
    of: (n) => async () => {
      const news = createBroadcast(4);
      const subscribers = times(n, () => news.subscribe());
      for (let i = 0; i < 4; i++) await news.send(i);
      for (const subscriber of subscribers) for (let i = 0; i < 4; i++) subscriber.tryReceive();
      for (const i of shuffled(n)) subscribers[i]?.close();
      const one = createBroadcast(n);
      const subscriber = one.subscribe();
      for (let i = 0; i < n; i++) one.trySend(i);
      one.close();
      for await (const _ of subscriber);
    },
  },
  {
    name: "who waits for an event, a barrier and a value",
    covers: ["clew/scope.createEvent", "clew/scope.createBarrier", "clew/scope.createLatestValue"],
    of: (n) => () =>
      withScope(async () => {
        const event = createEvent();
        const barrier = createBarrier(n);
        const latest = createLatestValue(0);
        const waiting = times(n, () => [event.wait(), barrier.wait(), latest.changed()]).flat();
        await turn();
        event.set();
        latest.value = 1;
        await Promise.all(waiting);
        for (let i = 0; i < n; i++) latest.value = i;
      }),
  },
  {
    name: "calls that wait in a limiter",
    covers: ["clew/scope.createLimiter"],
    of: (n) => () =>
      withScope(async () => {
        const limiter = createLimiter(4);
        await Promise.all(times(n, () => limiter.run(async () => {})));
      }),
  },
  {
    name: "calls that wait in a limiter, each of another key and priority",
    covers: ["clew/scope.createLimiter"],
    of: (n) => () =>
      withScope(async () => {
        const limiter = createLimiter(4, { perKey: 1 });
        await Promise.all(shuffled(n).map((i) => limiter.run(async () => i, { key: i, priority: i })));
        await Promise.all(shuffled(n).map((i) => limiter.run(async () => i, { key: i % 2, priority: i % 100 })));
      }),
  },
  {
    name: "who waits for a place, cancelled in no order",
    covers: ["clew/scope.createLimiter"],
    of: (n) => () =>
      withScope(async (scope) => {
        const limiter = createLimiter(1);
        await limiter.acquire();
        const children = times(n, (i) => scope.spawn(() => limiter.acquire({ borrower: i })));
        await turn();
        limiter.statistics();
        for (const i of shuffled(n)) children[i]?.cancel();
        await turn();
        limiter.release();
      }),
  },
  {
    name: "calls of a rate limiter, and who waits for it, cancelled in no order",
    covers: ["clew/scope.createRateLimiter"],
    of: (n) => () =>
      withScope(async (scope) => {
        const limiter = createRateLimiter({ limit: n, intervalMs: 100_000 });
        for (let i = 0; i < n; i++) await limiter.acquire();
        const children = times(n, () => scope.spawn(() => limiter.acquire()));
        await turn();
        for (const i of shuffled(n)) children[i]?.cancel();
      }),
  },
  {
    name: "sleeps that end together, and ones that are cancelled",
    covers: ["clew/scope.sleep"],
    of: (n) =>
      cancelled(async (scope) => {
        await Promise.all(times(n, () => sleep(1)));
        for (const i of shuffled(n)) scope.spawn(() => sleep(1_000_000 + i));
        await turn();
      }),
  },
  {
    name: "deadlines, and ones that are moved",
    covers: ["clew/scope.failAfter", "clew/scope.moveOnAfter"],
    of: (n) => () =>
      withScope(async (scope) => {
        await Promise.all(shuffled(n).map((i) => failAfter(1_000_000 + i, () => checkpoint())));
        await Promise.all(shuffled(n).map((i) => moveOnAfter(1_000_000 + i, () => checkpoint())));
        const scopes = times(n, () => scope.fork({ timeoutMs: 1_000_000 }));
        for (const i of shuffled(n)) if (scopes[i]) scopes[i].timeoutMs = 2_000_000 + i;
        for (const each of scopes) each.finalize();
      }),
  },
  {
    name: "events that are waited for, and a promise for which many wait",
    covers: ["clew/scope.on", "clew/scope.once", "clew/scope.until"],
    of: (n) => () =>
      withScope(async () => {
        const emitter = new EventEmitter().setMaxListeners(0);
        const items = on(emitter, "item", { until: ["end"] });
        for (let i = 0; i < n; i++) emitter.emit("item", i);
        emitter.emit("end");
        for await (const _ of items);
        const promise = turn();
        await Promise.all(times(n, () => until(promise)));
        for (let i = 0; i < n; i++) {
          const next = once(emitter, "news");
          emitter.emit("news");
          await next;
        }
      }),
  },
  {
    name: "attempts of a retry, and lives of a service",
    covers: ["clew/scope.retry", "clew/scope.supervise"],
    of: (n) => () =>
      // No time passes between two tries but that of the work.
      withMockClock(async (clock) => {
        const fail = async () => Promise.reject(new Error("again"));
        const tries = retry(fail, { attempts: n, delayMs: 1, factor: 1, jitter: 0 }).catch(nothing);
        const backoff = { delayMs: 1, factor: 1, jitter: 0 };
        // So many restarts are as many as it may have: else it would go on for ever.
        const lives = supervise(fail, { restarts: n, withinMs: 100 * n, backoff }).catch(nothing);
        await clock.advance(10 * n);
        await Promise.all([tries, lives]);
      }),
  },
  {
    name: "jobs of a pool of threads",
    covers: ["clew/worker.createWorkerPool"],
    of: (n) => () => withScope((scope) => Promise.all(times(n, (i) => pool().spawn(scope, JOB, i)))),
  },
  {
    name: "jobs that wait for a thread, cancelled in no order",
    covers: ["clew/worker.createWorkerPool"],
    of: (n) => () =>
      withScope(async (scope) => {
        const jobs = times(n, (i) => pool().spawn(scope, JOB, i));
        await turn();
        for (const i of shuffled(n)) jobs[i]?.cancel();
      }),
  },
  {
    name: "children that are watched, recorded and looked at",
    covers: [
      "clew/observe.addInstrument",
      "clew/observe.removeInstrument",
      "clew/observe.ScopeRecorder",
      "clew/observe.trackAges",
      "clew/observe.taskTree",
      "clew/observe.printTaskTree",
    ],
    of: (n) => async () => {
      const stopAges = trackAges();
      const folder = mkdtempSync(join(tmpdir(), "clew-growth-"));
      const recorder = new ScopeRecorder({ logFilename: join(folder, "sc-logs.json") });
      addInstrument(recorder);
      const instruments = times(n, () => ({}));
      for (const each of instruments) addInstrument(each);
      for (const i of shuffled(n)) removeInstrument(instruments[i] ?? {});
      await cancelled(async (scope) => {
        times(n, (i) => scope.spawn(() => sleepForever(), { name: `child ${i}` }));
        await turn();
        taskTree();
        printTaskTree(nothing);
      })();
      removeInstrument(recorder);
      recorder.close();
      stopAges();
      rmSync(folder, { recursive: true });
    },
  },
  {
    name: "children whose begin and end are logged",
    covers: ["clew/observe.logScopeLifecycle"],
    of: (n) => async () => {
      const stop = logScopeLifecycle({ debug: nothing });
      await withScope((scope) => times(n, () => scope.spawn(() => checkpoint())));
      stop();
    },
  },
];
