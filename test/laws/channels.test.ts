import "clew";
import { type ChildTask, createChannel, createLimiter, type Receiver, type Sender, sleep, withScope } from "clew/scope";
import { describe, expect } from "vitest";
import { type Call, ChannelModel, LimiterModel } from "./channel-model.js";
import { law, type Trial } from "./law.js";

const NAMES: Readonly<Record<string, string>> = {
  Cancelled: "cancelled",
  ChannelClosedError: "closed",
  BrokenChannelError: "broken",
  EndOfChannelError: "end",
};

/** A call of the real thing beside that of the model. */
class Calls {
  readonly #pairs: { readonly model: Call; outcome: string }[] = [];

  /** Waits for the real call; gives whether it went well. A cancel is thrown on. */
  async follow(model: Call, real: Promise<unknown>, nameOf: (value: unknown) => string): Promise<boolean> {
    const pair = { model, outcome: "waits" };
    this.#pairs.push(pair);
    try {
      pair.outcome = nameOf(await real);
      return true;
    } catch (error) {
      pair.outcome = NAMES[(error as Error).name] ?? String(error);
      if (pair.outcome === "cancelled") throw error;
      return false;
    }
  }

  /** What each call came to, and what it should have. */
  compare(): void {
    expect(this.#pairs.map(({ outcome }) => outcome)).toEqual(this.#pairs.map(({ model }) => model.outcome));
  }

  get outcomes(): string[] {
    return this.#pairs.map(({ outcome }) => outcome);
  }
}

/** Someone who sends and receives, and what they are about. */
interface Worker {
  child: ChildTask<void> | undefined;
  call: Call | undefined;
  isCancelled: boolean;
}

const createWorker = (): Worker => ({ child: undefined, call: undefined, isCancelled: false });
/** Whoever was cancelled does nothing any more. */
const refused = (end: object): Call => ({ end, outcome: "cancelled" });

/** Cancels some of the workers at random times, and in the end all that still wait. */
async function disturb(trial: Trial, workers: readonly Worker[], cancelled: (call: Call) => void): Promise<void> {
  const cancel = (worker: Worker) => {
    worker.isCancelled = true;
    if (worker.call !== undefined) cancelled(worker.call);
    worker.child?.cancel();
  };
  for (let times = trial.int(4); times > 0; times--) {
    await sleep(trial.ms());
    cancel(trial.pick(workers));
  }
  await sleep(1_000);
  for (const worker of workers) cancel(worker);
}

describe("Channels and limiters", () => {
  law(
    "a channel does to every send and receive what its model does: no item lost or doubled, no deadlock",
    async (trial) => {
      const capacity = trial.pick([0, 0, 1, 2, 5, Number.POSITIVE_INFINITY]);
      const { sender, receiver } = createChannel<number>(capacity);
      const model = new ChannelModel(capacity);
      const calls = new Calls();
      let items = 0;

      const work = async (worker: Worker, from: Sender<number>, to: Receiver<number>): Promise<void> => {
        const bias = trial.pick([0.2, 0.5, 0.8]);
        try {
          for (let steps = 1 + trial.int(8); steps > 0; steps--) {
            if (trial.bool()) await sleep(trial.ms());
            const choice = trial.int(20);
            if (choice === 0) {
              model.closeSender(from);
              from.close();
            } else if (choice === 1) {
              model.closeReceiver(to);
              to.close();
            } else if (choice / 20 < bias) {
              const item = ++items;
              worker.call = worker.isCancelled ? refused(from) : model.send(from, item);
              await calls.follow(worker.call, from.send(item), () => "sent");
            } else {
              worker.call = worker.isCancelled ? refused(to) : model.receive(to);
              await calls.follow(worker.call, to.receive(), (value) => `item ${value}`);
            }
          }
        } finally {
          model.closeSender(from);
          from.close();
          model.closeReceiver(to);
          to.close();
        }
      };

      await withScope(async (scope) => {
        const workers = Array.from({ length: 2 + trial.int(5) }, createWorker);
        const ends = workers.map(() => [sender.clone(), receiver.clone()] as const);
        for (const [from, to] of ends) {
          model.senders.add(from);
          model.receivers.add(to);
        }
        sender.close();
        receiver.close();
        for (const [i, worker] of workers.entries()) {
          worker.child = scope.spawn(() => work(worker, ...(ends[i] as (typeof ends)[number])));
        }
        await disturb(trial, workers, (call) => model.cancel(call));
      });
      calls.compare();
      const received = calls.outcomes.filter((outcome) => outcome.startsWith("item"));
      expect(new Set(received).size).toBe(received.length);
      expect(sender.statistics()).toMatchObject({ waitingToSend: 0, waitingToReceive: 0, senders: 0, receivers: 0 });
    },
  );

  law("a limiter does to every acquire what its model does: never one too many, none forgotten", async (trial) => {
    let total = 1 + trial.int(4);
    const limiter = createLimiter(total);
    const model = new LimiterModel(total);
    const calls = new Calls();
    let running = 0;

    const work = async (worker: Worker): Promise<void> => {
      for (let steps = 1 + trial.int(6); steps > 0; steps--) {
        if (trial.bool()) await sleep(trial.ms());
        worker.call = worker.isCancelled ? refused(worker) : model.acquire(worker);
        await calls.follow(worker.call, limiter.acquire(), () => "acquired");
        const most = total;
        running++;
        try {
          expect(running).toBeLessThanOrEqual(Math.max(most, limiter.statistics().borrowed));
          expect(running).toBeLessThanOrEqual(limiter.statistics().borrowed);
          if (trial.bool()) await sleep(trial.ms());
        } finally {
          running--;
          model.release();
          limiter.release();
        }
      }
    };

    await withScope(async (scope) => {
      const workers = Array.from({ length: 2 + trial.int(6) }, createWorker);
      for (const worker of workers) worker.child = scope.spawn(() => work(worker));
      scope.spawn(async () => {
        for (let times = trial.int(4); times > 0; times--) {
          await sleep(trial.ms());
          total = 1 + trial.int(4);
          model.total = total;
          limiter.total = total;
        }
      });
      await disturb(trial, workers, (call) => model.cancel(call));
    });
    calls.compare();
    expect(limiter.statistics()).toEqual({ total, borrowed: 0, waiting: 0 });
  });

  law("a limiter never runs one more than its total", async (trial) => {
    const total = 1 + trial.int(5);
    const limiter = createLimiter(total);
    let running = 0;
    let most = 0;
    let ran = 0;
    const jobs = 1 + trial.int(20);
    await withScope((scope) => {
      for (let job = 0; job < jobs; job++) {
        const ms = trial.ms();
        scope.spawn(() =>
          limiter.run(async () => {
            most = Math.max(most, ++running);
            ran++;
            await sleep(1 + ms);
            running--;
          }),
        );
      }
    });
    expect(ran).toBe(jobs);
    expect(most).toBeLessThanOrEqual(total);
  });
});
