import "clew";
import {
  BrokenChannelError,
  Cancelled,
  ChannelClosedError,
  createChannel,
  EndOfChannelError,
  sleep,
  withScope,
} from "clew/scope";
import { withMockClock } from "clew/testing";
import { describe, expect, test } from "vitest";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What a promise has come to by now. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  return Promise.race([promise.then((value) => ["resolved", value]), turn().then(() => "waits")]).catch(
    (error: unknown) => (error as Error).name,
  );
}

describe("createChannel(capacity)", () => {
  test("holds as many items as it was told, and gives them in their order", async () => {
    const { sender, receiver } = createChannel<number>(2);
    await sender.send(1);
    await sender.send(2);
    const third = sender.send(3);
    expect(await stateOf(third)).toBe("waits");
    expect(receiver.statistics()).toEqual({
      buffered: 2,
      capacity: 2,
      senders: 1,
      receivers: 1,
      waitingToSend: 1,
      waitingToReceive: 0,
    });
    expect([await receiver.receive(), await receiver.receive(), await receiver.receive()]).toEqual([1, 2, 3]);
    await third;
    expect(sender.statistics()).toMatchObject({ buffered: 0, waitingToSend: 0 });
  });

  test("lets a sender wait for its receiver where it holds none", async () => {
    const { sender, receiver } = createChannel<string>(0);
    expect(sender.trySend("too early")).toBe(false);
    const sent = sender.send("hello");
    expect(await stateOf(sent)).toBe("waits");
    expect(await receiver.receive()).toBe("hello");
    await sent;
    const received = receiver.receive();
    expect(sender.trySend("now")).toBe(true);
    expect(await received).toBe("now");
  });

  test("lets nobody wait to send where it holds any number", async () => {
    const { sender, receiver } = createChannel<number>(Number.POSITIVE_INFINITY);
    for (let n = 0; n < 1_000; n++) await sender.send(n);
    sender.close();
    let expected = 0;
    for await (const n of receiver) expect(n).toBe(expected++);
    expect(expected).toBe(1_000);
  });

  test("gives each item to one receiver, in the order in which they began to wait", async () => {
    const { sender, receiver } = createChannel<number>(0);
    const other = receiver.clone();
    const got = [receiver.receive(), other.receive(), receiver.receive()];
    for (let n = 1; n <= 3; n++) await sender.send(n);
    expect(await Promise.all(got)).toEqual([1, 2, 3]);
  });

  test("carries undefined as it carries anything else", async () => {
    const { sender, receiver } = createChannel<undefined>(1);
    await sender.send(undefined);
    expect(receiver.tryReceive()).toEqual({ item: undefined });
    expect(receiver.tryReceive()).toBeUndefined();
  });

  test("refuses a capacity that is none", () => {
    for (const capacity of [-1, 1.5, Number.NaN]) {
      expect(() => createChannel(capacity)).toThrow(
        new RangeError(
          `Cannot make a channel that holds ${capacity} items: give a whole number from 0 up, or Infinity`,
        ),
      );
    }
  });
});

describe("sender.close()", () => {
  test("ends the channel when all senders are closed and all items received", async () => {
    const { sender, receiver } = createChannel<number>(5);
    const other = sender.clone();
    await sender.send(1);
    sender.close();
    sender.close();
    await other.send(2);
    const items: number[] = [];
    const reading = (async () => {
      for await (const item of receiver) items.push(item);
    })();
    await turn();
    expect(items).toEqual([1, 2]);
    other[Symbol.dispose]();
    await reading;
    await expect(receiver.receive()).rejects.toThrow(EndOfChannelError);
    expect(() => receiver.tryReceive()).toThrow(EndOfChannelError);
  });

  test("fails what waits on this sender, and nothing else", async () => {
    const { sender, receiver } = createChannel<number>(0);
    const other = sender.clone();
    const mine = sender.send(1);
    const others = other.send(2);
    sender.close();
    await expect(mine).rejects.toThrow(new ChannelClosedError("go on sending", "sender"));
    expect(await receiver.receive()).toBe(2);
    await others;
    await expect(sender.send(3)).rejects.toThrow("this sender was closed");
    expect(() => sender.clone()).toThrow(ChannelClosedError);
  });
});

describe("receiver.close()", () => {
  test("breaks the channel when all receivers are closed: nobody will receive what is sent", async () => {
    const { sender, receiver } = createChannel<number>(1);
    await sender.send(1);
    const waiting = sender.send(2);
    const other = receiver.clone();
    receiver.close();
    expect(await stateOf(waiting)).toBe("waits");
    other.close();
    await expect(waiting).rejects.toThrow(BrokenChannelError);
    await expect(sender.send(3)).rejects.toThrow(BrokenChannelError);
    expect(() => sender.trySend(3)).toThrow(BrokenChannelError);
    expect(sender.statistics()).toMatchObject({ buffered: 0, receivers: 0 });
  });

  test("fails what waits on this receiver, and nothing else", async () => {
    const { sender, receiver } = createChannel<number>(0);
    const other = receiver.clone();
    const mine = receiver.receive();
    const others = other.receive();
    receiver.close();
    await expect(mine).rejects.toThrow(ChannelClosedError);
    await sender.send(1);
    expect(await others).toBe(1);
  });
});

describe("a cancel", () => {
  test("ends what waits, and takes nothing with it: the item was not sent, and none is received", async () => {
    const { sender, receiver } = createChannel<number>(0);
    await withScope(async (scope) => {
      scope.spawn(() => sender.send(1));
      scope.cancel();
    });
    expect(sender.statistics()).toMatchObject({ waitingToSend: 0 });
    await withScope(async (scope) => {
      scope.spawn(() => receiver.receive());
      scope.cancel();
    });
    const received = receiver.receive();
    await sender.send(2);
    expect(await received).toBe(2);
  });

  test("is heard before anything is handed over", async () => {
    const { sender, receiver } = createChannel<number>(1);
    await withScope(async (scope) => {
      scope.cancel();
      await expect(sender.send(1)).rejects.toThrow(Cancelled);
      await expect(receiver.receive()).rejects.toThrow(Cancelled);
    });
    expect(sender.statistics()).toMatchObject({ buffered: 0 });
  });

  test("does not take back an item that was handed over before", async () => {
    const { sender, receiver } = createChannel<number>(0);
    const got: number[] = [];
    await withScope(async (scope) => {
      scope.spawn(async () => got.push(await receiver.receive()));
      expect(sender.trySend(7)).toBe(true);
      scope.cancel();
    });
    expect(got).toEqual([7]);
  });

  test("comes from a signal too, which keeps no listener afterwards", async () => {
    const { sender, receiver } = createChannel<number>(0);
    const controller = new AbortController();
    const received = receiver.receive({ signal: controller.signal });
    const sent = sender.send(1, { signal: controller.signal });
    expect(await received).toBe(1);
    await sent;
    const waiting = receiver.receive({ signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toMatchObject({ source: "signal", reason: new Error("enough") });
  });
});

describe("a sender and a receiver that always find each other ready", () => {
  test("let timers have their turn", async () => {
    const { sender, receiver } = createChannel<number>(1);
    let hasRung = false;
    const timer = setTimeout(() => {
      hasRung = true;
    }, 1);
    await withScope(async (scope) => {
      scope.spawn(async () => {
        while (!hasRung) await sender.send(1);
        sender.close();
      });
      for await (const _ of receiver);
    });
    clearTimeout(timer);
    expect(hasRung).toBe(true);
  });
});

describe("a channel on virtual time", () => {
  test("lets a slow reader slow its writer down", () =>
    withMockClock(async (clock) => {
      const { sender, receiver } = createChannel<number>(1);
      const sentAt: number[] = [];
      await withScope(async (scope) => {
        scope.spawn(async () => {
          for (let n = 0; n < 4; n++) {
            await sender.send(n);
            sentAt.push(clock.now);
          }
          sender.close();
        });
        for await (const _ of receiver) await sleep(10);
      });
      const [first = 0] = sentAt;
      expect(sentAt.map((at) => at - first)).toEqual([0, 0, 10, 20]);
    }));
});

describe("a loop over a receiver that is left", () => {
  const sent = async (how: "open" | "closed") => {
    const { sender, receiver } = createChannel<number>(0);
    return withMockClock(() =>
      withScope(async (scope) => {
        const sending = scope.spawn(async () => {
          for (let n = 1; ; n++) await sender.send(n);
        });
        for await (const n of how === "open" ? receiver : receiver.consume()) if (n === 2) break;
        if (how === "closed") return sending.result.catch((error: unknown) => error);
        const next = await receiver.receive();
        sending.cancel();
        return next;
      }),
    );
  };

  test("leaves the receiver open, for another loop", async () => {
    expect(await sent("open")).toBe(3);
  });

  test("closes it where it is consumed, so that nobody sends for ever", async () => {
    expect(await sent("closed")).toBeInstanceOf(BrokenChannelError);
  });
});

test("an end is closed in the time of what waits on it, however many others wait", async () => {
  const { sender, receiver } = createChannel<number>(0);
  const clones = Array.from({ length: 20_000 }, (_, n) => {
    const clone = sender.clone();
    const failed = clone.send(n).catch((error: unknown) => error);
    return { clone, failed };
  });
  const before = process.cpuUsage();
  for (const { clone } of clones.slice(1)) clone.close();
  // Through all who wait each time, it would take some 20 seconds.
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(4_000);
  expect(receiver.statistics()).toMatchObject({ senders: 2, waitingToSend: 1 });
  expect(await receiver.receive()).toBe(0);
  expect(await clones[1]?.failed).toBeInstanceOf(ChannelClosedError);
});
