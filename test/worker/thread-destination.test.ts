import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
// As it is packed: what runs in a thread is a built file.
import {
  addDestination,
  close,
  ledger,
  logMessage,
  type Message,
  threadDestination,
} from "../../packages/clew/dist/index.node.js";

const FILE = new URL("./threads/destination.mjs", import.meta.url);
const PROGRAM = fileURLToPath(new URL("./threads/logging-program.mjs", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "clew-threads-"));
afterAll(() => rmSync(folder, { recursive: true }));

let file = "";
let count = 0;
beforeEach(() => {
  file = join(folder, `${++count}.log`);
  vi.spyOn(process, "emitWarning").mockImplementation(() => {});
});
afterEach(async () => {
  await close();
  vi.restoreAllMocks();
});

/** The numbers that stand in the file. */
function written(): number[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line).n);
}
const upTo = (end: number) => Array.from({ length: end }, (_, n) => n);

function add(does?: string, options?: { maxBufferBytes?: number; onOverflow?: "wait" | "drop" }) {
  const destination = threadDestination(FILE, { data: { file, does }, name: "the test's thread", ...options });
  addDestination(destination);
  return destination;
}

function log(times: number): void {
  for (let n = 0; n < times; n++) logMessage("n", { n });
}

/** What else was logged beside it. */
function listen(): Message[] {
  const messages: Message[] = [];
  addDestination((message: Message) => messages.push(message));
  return messages;
}

describe("threadDestination(file)", () => {
  test("gives every line to the destination that its file makes, in their order, and closes it", async () => {
    const destination = add();
    log(1_000);
    expect(ledger()[0]).toMatchObject({ logged: 1_000, dropped: 0 });
    await destination.flush();
    expect(ledger()[0]).toMatchObject({ logged: 1_000, written: 1_000, dropped: 0, pending: 0 });
    expect(written()).toEqual(upTo(1_000));
    await destination.close();
    await destination.close();
    expect(readFileSync(file, "utf8").endsWith("closed\n")).toBe(true);
  });

  test("waits for a thread that is slow, and loses nothing", async () => {
    const destination = add("sleep", { maxBufferBytes: 2_000 });
    log(200);
    await destination.flush();
    expect(written()).toEqual(upTo(200));
    expect(ledger()[0]).toMatchObject({ written: 200, dropped: 0 });
  });

  test("drops beyond its bound where it is told to, counts it, and says so", async () => {
    const messages = listen();
    const destination = add("sleep", { maxBufferBytes: 2_000, onOverflow: "drop" });
    log(200);
    await destination.flush();
    const { logged, written: got, dropped, pending } = ledger()[1] as ReturnType<typeof ledger>[number];
    expect(dropped).toBeGreaterThan(0);
    expect(got + dropped + pending).toBe(logged);
    log(1);
    await destination.flush();
    expect(messages.find(({ message_type }) => message_type === "clew:ledger")).toMatchObject({
      destination: "the test's thread",
      reason: "its thread did not take them in time",
    });
  });

  test("counts what the destination cannot write, says why, and goes on", async () => {
    const messages = listen();
    const destination = add("fail");
    log(10);
    await destination.flush();
    expect(ledger()[1]).toMatchObject({ logged: 10, written: 5, dropped: 5, pending: 0 });
    expect(messages.find(({ message_type }) => message_type === "eliot:destination_failure")).toMatchObject({
      destination: "the test's thread",
      reason: "Error: every second one",
    });
    await destination.flush();
  });

  for (const [does, reason] of [
    ["throw", /no such disk/],
    ["exit", /exit code 5/],
  ] as const) {
    test(`lets go of a thread that does this: ${does}; the others go on`, async () => {
      const messages = listen();
      const destination = add(does);
      log(10);
      await destination.flush();
      log(2);
      const { logged, written: got, dropped, pending } = ledger()[1] as ReturnType<typeof ledger>[number];
      expect(got + dropped).toBe(logged);
      expect(pending).toBe(0);
      expect(dropped).toBeGreaterThan(0);
      expect(messages.filter(({ message_type }) => message_type === "n").length).toBe(12);
      expect(messages.find(({ message_type }) => message_type === "eliot:destination_failure")?.reason).toMatch(reason);
    });
  }

  test("lets go of a thread that hangs, and closes all the same", async () => {
    const destination = add("hang", { maxBufferBytes: 1_000 });
    log(100);
    expect(ledger()[0]).toMatchObject({ written: 2, pending: 0, dropped: 98 });
    await destination.close();
  });
});

describe("the end of a program that logs through a thread", () => {
  const end = (how: string, does?: string) =>
    new Promise<{ ledger: Record<string, number>; code: number | null; signal: string | null; ms: number }>(
      (resolve) => {
        const began = performance.now();
        const child = fork(PROGRAM, [JSON.stringify({ file, end: how, does })], { stdio: "ignore" });
        let counts: Record<string, number> = {};
        child.on("message", (message) => {
          counts = message as Record<string, number>;
        });
        child.on("exit", (code, signal) => resolve({ ledger: counts, code, signal, ms: performance.now() - began }));
      },
    );

  for (const how of ["exit", "throw", "reject", "SIGTERM", "the last line"]) {
    test(`loses no line by: ${how}`, async () => {
      const { code, signal } = await end(how);
      // What ends the program is a message too, without a number.
      expect(written().filter((n) => n !== undefined)).toEqual(upTo(500));
      expect(how === "SIGTERM" ? signal : code).toBe(
        how === "SIGTERM" ? "SIGTERM" : how === "throw" || how === "reject" ? 1 : 0,
      );
    });
  }

  test("does not wait for a thread that hangs", async () => {
    // The promise is two seconds for the end itself; the rest is for the start of a process on a busy machine.
    const { ms, code } = await end("exit", "hang");
    expect(code).toBe(0);
    expect(ms).toBeLessThan(8_000);
  });
});
