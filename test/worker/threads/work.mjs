// What the tests of clew/worker run in threads, by the name of what is wanted.
import { setTimeout } from "node:timers/promises";
import { logMessage, withAction } from "clew";
import { sleep, withScope } from "clew/scope";

/** @type {Record<string, (given: any, context: import("clew/worker").WorkerContext) => unknown>} */
const WORK = {
  square: (n) => n * n,
  give: (value) => value,
  async log(n) {
    for (let i = 0; i < n; i++) await withAction("step", { i }, () => logMessage("note", { text: "x".repeat(10) }));
    return n;
  },
  flood(n) {
    for (let i = 0; i < n; i++) logMessage("flood", { i, text: "x".repeat(1000) });
    return n;
  },
  loop() {
    logMessage("before the loop");
    for (;;);
  },
  async politely(_, { signal }) {
    logMessage("waiting");
    try {
      await sleep(60_000);
    } finally {
      logMessage("cleaned up", { aborted: signal.aborted });
    }
  },
  /** Is told to stop, says so, and goes on until it is told the rest by its port. */
  async untilTold({ port }, { signal }) {
    logMessage("waiting");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    logMessage("told to stop");
    await new Promise((resolve) => port.once("message", resolve));
    return "cleaned up";
  },
  async scope() {
    return withScope((scope) => Promise.all([1, 2].map((n) => scope.spawn(async () => n * 10, { name: "part" }))));
  },
  fail() {
    throw Object.assign(new RangeError("too far", { cause: new Error("the map ends") }), { code: "E_FAR", at: 7 });
  },
  failOwn() {
    class MapError extends Error {
      name = "MapError";
    }
    throw new MapError("no such place");
  },
  failAll: () => Promise.any([Promise.reject(new TypeError("one")), Promise.reject(new Error("two"))]),
  failPlain() {
    throw { status: 404 };
  },
  exit: (code) => process.exit(code),
  async crash() {
    globalThis.setTimeout(() => {
      throw new SyntaxError("nobody catches this");
    }, 1);
    await new Promise(() => {});
  },
  failWithIssues() {
    throw Object.assign(new TypeError("not valid"), {
      issues: [{ path: ["name"], check: function isText() {} }],
      at: new Date(0),
    });
  },
  failDom: () => structuredClone(() => {}),
  async rollback() {
    logMessage("waiting");
    try {
      await sleep(60_000);
    } catch (cancelled) {
      throw new Error("rollback failed", { cause: cancelled });
    }
  },
  platformSleep(_, { signal }) {
    logMessage("waiting");
    return setTimeout(60_000, undefined, { signal });
  },
  listen(_, { signal }) {
    for (let i = 0; i < 20; i++) signal.addEventListener("abort", () => {});
    return new Promise((resolve) => process.once("warning", resolve).nextTick(resolve));
  },
  /** Leaves something behind that fails when it is told to by its port. */
  leaveBehind({ port, how }) {
    port.once("message", () => {
      if (how === "throw") throw new Error("left behind");
      void Promise.reject(new Error("left behind"));
    });
  },
  function: () => () => {},
  move(bytes, { transfer }) {
    transfer(bytes.buffer);
    return bytes;
  },
};

/** @param {{ what: keyof typeof WORK, given?: unknown }} input @param {import("clew/worker").WorkerContext} context */
export default ({ what, given }, context) => /** @type {any} */ (WORK[what])(given, context);
