import { spawn, spawnSync } from "node:child_process";
import { Writable } from "node:stream";
import { afterEach, describe, expect, test, vi } from "vitest";
import { addDestination, close, flush, hub, ledger, logMessage } from "../../record/index.js";
import { toFile } from "../index.js";

afterEach(async () => {
  vi.restoreAllMocks();
  await close();
});

/** A stream whose consumer takes a chunk only when it is told to. */
function createStream(highWaterMark = 100) {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark,
    decodeStrings: false,
    write(chunk: string, _encoding, callback) {
      waiting.push(() => {
        taken.push(chunk);
        callback();
      });
    },
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    stream,
    taken,
    waiting,
    /** Lets the consumer take chunks until there are none. */
    async consume(): Promise<void> {
      for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
        step();
        await turn();
      }
    },
    numbers: () => taken.map((line) => (JSON.parse(line) as { i?: unknown }).i),
  };
}

function expectLaw(): void {
  for (const { logged, written, dropped, pending } of ledger()) expect(written + dropped + pending).toBe(logged);
}

describe("toFile(stream)", () => {
  test("gives a stream lines only while it wants some, and the others in their order when it does again", async () => {
    const { stream, waiting, consume, numbers } = createStream();
    toFile(stream);
    for (let i = 0; i < 50; i++) logMessage("m", { i });
    // One is with the consumer; the others are not in the stream's own buffer.
    expect(waiting).toHaveLength(1);
    expect(stream.writableLength).toBeLessThan(400);
    expect(ledger()[0]).toMatchObject({ logged: 50, written: 0, pending: 50 });
    const flushed = flush();
    await consume();
    await flushed;
    expect(numbers()).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(ledger()[0]).toMatchObject({ logged: 50, written: 50, pending: 0 });
  });

  test("keeps at most maxBufferBytes, counts what is beyond, and says it in the log when there is room", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { stream, consume, taken } = createStream();
    toFile(stream, { maxBufferBytes: 1_000 });
    for (let i = 0; i < 50; i++) logMessage("m", { i });
    const { dropped, pending } = ledger()[0] ?? { dropped: 0, pending: 0 };
    expect(dropped).toBeGreaterThan(30);
    expect(dropped + pending).toBe(50);
    const flushed = flush();
    await consume();
    await flushed;
    expectLaw();
    const said = taken.map((line) => JSON.parse(line)).filter((message) => message.message_type === "clew:ledger");
    expect(said).toMatchObject([{ dropped }]);
  });

  test("counts what a stream could not write, and leaves the program and the other destinations alone", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const others: unknown[] = [];
    addDestination((message) => others.push(message.i));
    const stream = new Writable({
      write(_chunk, _encoding, callback) {
        callback(new Error("the consumer is gone"));
      },
    });
    const destination = toFile(stream);
    for (let i = 0; i < 5; i++) {
      logMessage("m", { i });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(others.filter((i) => i !== undefined)).toEqual([0, 1, 2, 3, 4]);
    expectLaw();
    expect(destination.counts().written).toBe(0);
    expect(ledger().find((entry) => entry.destination === destination)?.pending).toBe(0);
  });

  test("settles flush() within its patience where the consumer takes nothing, with nothing pending", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const { stream } = createStream();
    toFile(stream);
    for (let i = 0; i < 5; i++) logMessage("m", { i });
    const flushed = flush();
    await vi.advanceTimersByTimeAsync(4_100);
    await flushed;
    expect(ledger()[0]).toMatchObject({ logged: 5, written: 0, dropped: 5, pending: 0 });
    vi.useRealTimers();
  });

  test("outlives a process that has closed its standard input: one notice, and the others go on", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    hub.warned.clear();
    const others: unknown[] = [];
    addDestination((message) => others.push(message.i));
    const program = "require('fs').closeSync(0); console.log('closed'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, ["-e", program], { stdio: ["pipe", "pipe", "ignore"] });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    const destination = toFile(child.stdin);
    const text = "x".repeat(100_000);
    for (let i = 0; i < 20; i++) {
      logMessage("m", { i, text });
      await new Promise((resolve) => setImmediate(resolve));
    }
    await flush();
    child.kill();
    expectLaw();
    expect(others.filter((i) => i !== undefined)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const entry = ledger().find((one) => one.destination === destination);
    expect(entry).toMatchObject({ pending: 0, written: 0 });
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/a stream takes no more lines: .*EPIPE/)]]);
  });

  test("says at the end of the process what a stream can no longer take", () => {
    const program = `
      import { spawn, spawnSync } from "node:child_process";
import { Writable } from "node:stream";
      import { toFile, logMessage } from "clew";
      toFile(new Writable({ write() {} }));
      logMessage("lost");
      process.exit(0);`;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stderr).toMatch(/Log lines for a stream are dropped at the end of the process; call flush\(\) before/);
  });

  test("takes a choice of messages", async () => {
    const { stream, consume, numbers } = createStream();
    toFile(stream, { filter: ({ i }) => i !== 2 });
    for (let i = 1; i <= 3; i++) logMessage("m", { i });
    expect(ledger()[0]).toMatchObject({ logged: 3, filtered: 1, pending: 2 });
    const flushed = flush();
    await consume();
    await flushed;
    expect(numbers()).toEqual([1, 3]);
  });

  test("does not end the stream when it is closed", async () => {
    const { stream, consume } = createStream();
    const destination = toFile(stream);
    logMessage("m", { i: 1 });
    const closed = destination.close();
    await consume();
    await closed;
    expect(stream.writableEnded).toBe(false);
    expect(stream.listenerCount("drain")).toBe(0);
  });
});
