import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  addDestination,
  close,
  type Destination,
  flush,
  ledger,
  logMessage,
  type Message,
  removeDestination,
  withAction,
} from "../../index.node.js";

/** A thenable is made where a type would forbid it. */
const THEN = "then";

beforeEach(() => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterEach(async () => {
  await close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function collect(): { messages: Message[]; write: (message: Message) => void } {
  const messages: Message[] = [];
  return { messages, write: (message) => void messages.push(message) };
}

/** The entry of a destination, after the law has been checked for all of them. */
function entryOf(destination: Destination) {
  const entries = ledger();
  for (const { logged, written, dropped, filtered, sampledOut, pending } of entries) {
    expect(written + dropped + filtered + sampledOut + pending).toBe(logged);
    expect(pending).toBeGreaterThanOrEqual(0);
  }
  return entries.find((entry) => entry.destination === destination);
}

describe("before the first destination", () => {
  // The first in a process has what was logged before it; the hub of this file has had none yet.
  test("the last 1,000 messages are kept, and given to it with a count of the others", () => {
    for (let i = 0; i < 2_500; i++) logMessage("early", { i });
    const first = collect();
    addDestination(first.write);
    const numbers = first.messages.flatMap(({ i }) => (i === undefined ? [] : [i]));
    expect(numbers).toEqual(Array.from({ length: 1_000 }, (_, n) => 1_500 + n));
    expect(first.messages.filter(({ message_type }) => message_type === "clew:ledger")).toMatchObject([
      { dropped: 1_500 },
    ]);
    expect(first.messages[0]?.message_type).toBe("clew:ledger");
    const second = collect();
    addDestination(second.write);
    expect(second.messages).toEqual([]);
  });

  test("nothing is kept any more once there was one", async () => {
    logMessage("nobody sees this");
    const later = collect();
    addDestination(later.write);
    expect(later.messages).toEqual([]);
  });
});

test("memory that another copy of the package lends is not written to", () => {
  // Of its class, as a log file is: a method of its own would ask for texts already.
  class LogOfAnotherCopy {
    readonly name = "another copy's";
    readonly lines: string[] = [];
    readonly bytes = { isOpen: false, at: 0, end: 0, limit: 0, generation: 1 };
    writeLine(line: string): void {
      this.lines.push(line);
    }
  }
  const log = new LogOfAnotherCopy();
  addDestination(log);
  logMessage("said", { n: 1 });
  expect(log.lines.map((line) => JSON.parse(line).n)).toEqual([1]);
});

describe("addDestination(destination)", () => {
  test("gives a function the message as it stands on the wire, frozen to its depth", () => {
    const { messages, write } = collect();
    addDestination(write);
    logMessage("m", { list: [{ deep: 1 }], bytes: Uint8Array.of(1) });
    const [message] = messages as [Message & { list: { deep: number }[] }];
    expect(message).toMatchObject({ message_type: "m", list: [{ deep: 1 }], bytes: { $base64: "AQ==" } });
    expect(Object.isFrozen(message) && Object.isFrozen(message.list) && Object.isFrozen(message.list[0])).toBe(true);
    expect(() => {
      (message as { a?: number }).a = 1;
    }).toThrow(TypeError);
  });

  test("gives an object with writeLine the line with its newline, and calls methods on the object", () => {
    class Lines {
      readonly all: string[] = [];
      writeLine(line: string): void {
        this.all.push(line);
      }
    }
    const lines = new Lines();
    addDestination(lines);
    logMessage("m", { text: "a\nb" });
    expect(lines.all).toHaveLength(1);
    expect(lines.all[0]).toMatch(/^\{[^\n]*\}\n$/);
  });

  test("adds one that is there already only once", () => {
    const { messages, write } = collect();
    addDestination(write);
    addDestination(write);
    logMessage("m");
    expect(messages).toHaveLength(1);
  });

  test("gives a message to those that were there when it was logged, whatever they add and remove", () => {
    const { messages: early, write: removed } = collect();
    const { messages: late, write: added } = collect();
    const change = ({ message_type }: Message) => {
      if (message_type !== "first") return;
      addDestination(added);
      void removeDestination(removed);
    };
    for (const destination of [change, removed]) addDestination(destination);
    logMessage("first");
    logMessage("second");
    expect([early, late].map((all) => all.map(({ message_type }) => message_type))).toEqual([["first"], ["second"]]);
  });

  test.each([null, undefined, 3, "file.log", {}, { write: 1 }])("refuses what takes no messages: %j", (value) => {
    expect(() => addDestination(value as unknown as Destination)).toThrow(
      /^Cannot add a destination .*: give a function of the message, or an object with write\(message\) or writeLine/,
    );
  });

  test("asks a filter first, and counts what it refuses", () => {
    const { messages, write } = collect();
    const destination = { write, filter: ({ message_type }: Message) => message_type === "wanted" };
    addDestination(destination);
    logMessage("wanted");
    logMessage("other");
    expect(messages.map(({ message_type }) => message_type)).toEqual(["wanted"]);
    expect(entryOf(destination)).toMatchObject({ logged: 2, written: 1, filtered: 1 });
  });
});

describe("a filter", () => {
  test("that throws lets the message through, and is reported to the others", () => {
    const others = collect();
    addDestination(others.write);
    const { messages, write } = collect();
    const destination = {
      name: "filtered",
      write,
      filter({ i }: Message): boolean {
        if (i === 2) throw new RangeError("no such message");
        return false;
      },
    };
    addDestination(destination);
    withAction("work", () => {
      for (let i = 1; i <= 3; i++) logMessage("m", { i });
    });
    expect(messages.map(({ i }) => i)).toEqual([2]);
    // Its start, its finish and two messages; of the report it is not told.
    expect(entryOf(destination)).toMatchObject({ logged: 5, written: 1, filtered: 4, dropped: 0 });
    const report = others.messages.find(({ message_type }) => message_type === "eliot:destination_failure");
    expect(report).toMatchObject({
      exception: "RangeError",
      reason: "its filter threw: RangeError: no such message",
      destination: "filtered",
      task_uuid: messages[0]?.task_uuid,
    });
    expect(JSON.parse(report?.message as string)).toMatchObject({ i: 2 });
  });

  test("that always throws does not double the log", () => {
    const others = collect();
    addDestination(others.write);
    const { messages, write } = collect();
    const filter = (): boolean => {
      throw new Error("always");
    };
    addDestination({ write, filter });
    for (let i = 0; i < 1_000; i++) logMessage("m", { i });
    expect(messages).toHaveLength(1_000);
    const reports = others.messages.filter(({ message_type }) => message_type === "eliot:destination_failure");
    expect(reports.length).toBeLessThan(110);
  });

  test.each([null, "a text", { type: "m" }])("that is no function is refused: %j", (filter) => {
    const destination = { name: "mine", write() {}, filter } as unknown as Destination;
    expect(() => addDestination(destination)).toThrow(
      /^Cannot add a destination whose filter is .*; give a function of the message$/,
    );
    expect(ledger()).toEqual([]);
  });
});

describe("one destination that fails", () => {
  const withBoth = (failing: Destination) => {
    const before = collect();
    const after = collect();
    addDestination(before.write);
    addDestination(failing);
    addDestination(after.write);
    return {
      before,
      after,
      numbers: ({ messages }: typeof before) => messages.flatMap(({ i }) => (i === undefined ? [] : [i])),
    };
  };
  const COUNT = 100;
  const ALL = Array.from({ length: COUNT }, (_, i) => i);

  test.each<[string, () => unknown]>([
    [
      "throws an error",
      () => {
        throw new Error("cannot write");
      },
    ],
    [
      "throws what is no error",
      () => {
        throw Object.create(null);
      },
    ],
    [
      "throws a proxy that was revoked",
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        throw proxy;
      },
    ],
    ["rejects", () => Promise.reject(new Error("cannot write"))],
    [
      "gives a thenable that calls back at once",
      () => Object.assign(Object.create(null), { [THEN]: (done: () => void) => done() }),
    ],
    [
      "gives a thenable that throws",
      () =>
        Object.assign(Object.create(null), {
          [THEN]: () => {
            throw new Error("no");
          },
        }),
    ],
  ])("and %s keeps the others from nothing, and throws nothing into the program", async (_what, write) => {
    const failing = { name: "failing", write };
    const { before, after, numbers } = withBoth(failing);
    for (const i of ALL) {
      expect(() => withAction("work", () => logMessage("m", { i }))).not.toThrow();
      entryOf(failing);
    }
    await flush();
    expect(numbers(before)).toEqual(ALL);
    expect(numbers(after)).toEqual(ALL);
    expect(entryOf(failing)).toMatchObject({ pending: 0 });
  });

  test("is reported in the tree of the message that it lost, to the others alone", () => {
    const failing = {
      name: "failing",
      write: vi.fn(() => {
        throw new RangeError("too long");
      }),
    };
    const { after } = withBoth(failing);
    withAction("work", () => logMessage("m", { i: 1 }));
    const reports = after.messages.filter(({ message_type }) => message_type === "eliot:destination_failure");
    expect(new Set(after.messages.map(({ task_uuid }) => task_uuid)).size).toBe(1);
    expect(reports[1]).toMatchObject({
      exception: "RangeError",
      reason: "RangeError: too long",
      destination: "failing",
    });
    expect(JSON.parse(reports[1]?.message as string)).toMatchObject({ message_type: "m", i: 1 });
    expect(failing.write).toHaveBeenCalledTimes(3);
  });

  test("does not double the log: after a hundred its reports thin out", () => {
    const failing = {
      write() {
        throw new Error("always");
      },
    };
    const { after } = withBoth(failing);
    for (let i = 0; i < 10_000; i++) logMessage("m", { i });
    const reports = after.messages.filter(({ message_type }) => message_type === "eliot:destination_failure");
    expect(reports.length).toBeLessThan(120);
    expect(reports.at(-1)?.dropped).toBe(8_192);
    expect(entryOf(failing)).toMatchObject({ logged: 10_000, dropped: 10_000 });
  });

  test("and logs by itself is given its own messages three deep, and no deeper", () => {
    let most = 0;
    let depth = 0;
    const chatty: Destination = () => {
      depth++;
      most = Math.max(most, depth);
      logMessage("by the destination");
      depth--;
    };
    const { before, after, numbers } = withBoth(chatty);
    for (const i of ALL) logMessage("m", { i });
    expect(most).toBe(3);
    expect(numbers(before)).toEqual(ALL);
    expect(numbers(after)).toEqual(ALL);
    expect(entryOf(chatty)?.dropped).toBeGreaterThan(0);
  });

  test("and never says that it wrote holds up neither memory, flush() nor close()", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const hanging: Destination = { write: () => new Promise(() => {}), flush: () => new Promise(() => {}) };
    const { after } = withBoth(hanging);
    for (let i = 0; i < 10_100; i++) logMessage("m", { i });
    expect(after.messages).toHaveLength(10_100);
    expect(entryOf(hanging)).toMatchObject({ pending: 10_000, dropped: 100 });
    let isFlushed = false;
    const flushed = flush().then(() => {
      isFlushed = true;
      expect(entryOf(hanging)).toMatchObject({ pending: 0 });
    });
    await vi.advanceTimersByTimeAsync(5_000);
    await flushed;
    expect(isFlushed).toBe(true);
    let isClosed = false;
    const closed = close().then(() => {
      isClosed = true;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(isClosed).toBe(true);
    await closed;
  });

  test("and cannot be flushed or closed is said, and is gone all the same", async () => {
    const { messages, write } = collect();
    addDestination(write);
    const broken = {
      name: "broken",
      write() {},
      flush: () => Promise.reject(new Error("no flush")),
      close: () => {
        throw new Error("no close");
      },
    };
    addDestination(broken);
    await removeDestination(broken);
    expect(ledger().map(({ destination }) => destination)).toEqual([write]);
    expect(messages.map(({ reason }) => reason)).toEqual([
      "cannot flush: Error: no flush",
      "cannot close: Error: no close",
    ]);
  });
});

describe("ledger()", () => {
  test("counts promises as pending until they are fulfilled", async () => {
    let finish: () => void = () => {};
    const slow = {
      write: () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    };
    addDestination(slow);
    logMessage("m");
    expect(entryOf(slow)).toMatchObject({ logged: 1, written: 0, pending: 1 });
    finish();
    await flush();
    expect(entryOf(slow)).toMatchObject({ logged: 1, written: 1, pending: 0 });
  });

  test("asks a destination that counts itself, since it was added, and survives one that will not say", () => {
    let written = 70;
    let isWilling = true;
    const counting = {
      writeLine() {
        written++;
      },
      counts() {
        if (!isWilling) throw new Error("not now");
        return { written, dropped: 7 };
      },
    };
    addDestination(counting);
    logMessage("m");
    logMessage("m");
    expect(entryOf(counting)).toMatchObject({ logged: 2, written: 2, dropped: 0, pending: 0 });
    isWilling = false;
    expect(() => ledger()).not.toThrow();
  });

  test("holds its law while destinations come, go and fail at random", async () => {
    let seed = 7;
    const random = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % n;
    };
    const kinds: (() => Destination)[] = [
      () => () => {},
      () => ({ write: () => Promise.resolve() }),
      () => ({ write: () => Promise.reject(new Error("no")) }),
      () => ({
        write() {
          throw new Error("no");
        },
      }),
      () => ({ writeLine() {}, filter: () => random(2) === 0 }),
    ];
    for (let step = 0; step < 2_000; step++) {
      const kind = kinds[random(kinds.length)] as () => Destination;
      const some = ledger();
      if (random(10) === 0) addDestination(kind());
      else if (some.length > 5) void removeDestination((some[random(some.length)] as (typeof some)[0]).destination);
      else withAction("work", () => logMessage("m", { step }));
      if (random(20) === 0) await null;
      entryOf(() => {});
    }
    await flush();
    for (const { pending } of ledger()) expect(pending).toBe(0);
  });
});

describe("close()", () => {
  test("flushes, closes and removes all destinations, and may be called again", async () => {
    const acts: string[] = [];
    addDestination({
      write() {},
      flush: () => void acts.push("flush"),
      close: () => void acts.push("close"),
    });
    await Promise.all([close(), close()]);
    await close();
    expect(acts).toEqual(["flush", "close"]);
    expect(ledger()).toEqual([]);
    expect(() => logMessage("nobody listens")).not.toThrow();
  });
});
