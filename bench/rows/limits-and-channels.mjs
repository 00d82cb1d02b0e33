// Rows L: what waits in a limiter's queue, and items through a channel, against those that programs use for it.
import { AsyncLocalStorage } from "node:async_hooks";
import "clew";
import { createChannel, createLimiter, withScope } from "clew/scope";
import { Effect, Queue } from "effect";
import pLimit from "p-limit";
import PQueue from "p-queue";

const work = async () => {};
const CAPACITY = 16;

/** All in a program that uses AsyncLocalStorage, as clew does on Node. @param {() => unknown} body */
const inStorage = (body) => new AsyncLocalStorage().run({}, body);

/** @param {number} times @param {(work: () => Promise<void>) => Promise<unknown>} run */
const all = (times, run) => Promise.all(Array.from({ length: times }, () => run(work)));

/** @type {import("../harness.mjs").Row[]} */
export const rows = [
  {
    id: "L1",
    what: "calls that wait in a limiter of 4",
    times: 160_000,
    contestants: {
      "p-limit": (times) => inStorage(() => all(times, pLimit(4))),
      "p-queue": (times) =>
        inStorage(() => {
          const queue = new PQueue({ concurrency: 4 });
          return all(times, (fn) => queue.add(fn));
        }),
      clew: (times) => {
        const limiter = createLimiter(4);
        return all(times, (fn) => limiter.run(fn));
      },
    },
    targets: [
      { ours: "clew", against: "p-limit", atMost: 1 },
      { ours: "clew", against: "p-queue", atMost: 1 },
    ],
  },
  {
    id: "L2",
    what: "items through a channel that holds 16",
    times: 100_000,
    contestants: {
      "Effect's Queue": (times) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const queue = yield* Queue.bounded(CAPACITY);
            yield* Effect.forkChild(
              Effect.gen(function* () {
                for (let n = 0; n < times; n++) yield* Queue.offer(queue, n);
              }),
            );
            for (let n = 0; n < times; n++) yield* Queue.take(queue);
          }),
        ),
      clew: (times) =>
        withScope((scope) => {
          const { sender, receiver } = createChannel(CAPACITY);
          scope.spawn(async () => {
            for (let n = 0; n < times; n++) await sender.send(n);
            sender.close();
          });
          scope.spawn(async () => {
            for await (const _ of receiver);
          });
        }),
    },
    targets: [{ ours: "clew", against: "Effect's Queue", atMost: 1 }],
  },
];
