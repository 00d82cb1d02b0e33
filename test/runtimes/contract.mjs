// What the built package promises on every runtime. A program without a test framework, since each has its own:
// prints a line for each promise, and ends with 1 where one is broken.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ActionPromise,
  addDestination,
  bindEmitter,
  close,
  continueFrom,
  continueTask,
  coroutine,
  currentAction,
  defineAction,
  defineMessage,
  flush,
  ledger,
  logCall,
  logError,
  logMessage,
  preserveContext,
  redact,
  removeDestination,
  serializeTo,
  startAction,
  TooManyCallsError,
  toFile,
  withAction,
  withFields,
  withTask,
  wrapAsyncGenerator,
  wrapGenerator,
} from "clew";
import { startMonitor } from "clew/observe";
import { parseStream } from "clew/parse";
import { renderTask } from "clew/render";
import { failAfter, sleep, withScope } from "clew/scope";
import { assertLogged, captureLog, LoggedAction, withMockClock } from "clew/testing";

const here = () => currentAction()?.type;
const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

/** @type {Record<string, () => unknown>} */
const PROMISES = {
  "an action is current across awaits, timers and microtasks": () =>
    withAction("work", async () => {
      await null;
      assert.equal(here(), "work");
      await pause();
      assert.equal(here(), "work");
      await new Promise((resolve) => queueMicrotask(() => resolve(assert.equal(here(), "work"))));
      await new Promise((resolve) => setTimeout(() => resolve(assert.equal(here(), "work")), 1));
    }),

  "concurrent actions do not mix": async () => {
    const log = await captureLog(() =>
      Promise.all(
        ["a", "b", "c"].map((name) =>
          withTask(name, async () => {
            await pause();
            logMessage("inside", { name });
          }),
        ),
      ),
    );
    for (const name of ["a", "b", "c"]) {
      assert.deepEqual(LoggedAction.ofType(log.messages, name)[0]?.typeTree(), { [name]: ["inside"] });
    }
  },

  "results and errors pass through untouched": async () => {
    const error = new RangeError("no");
    assert.equal(
      withAction("work", () => 5),
      5,
    );
    assert.equal(await withAction("work", async () => 5), 5);
    assert.throws(
      () => withAction("work", () => raise(error)),
      (thrown) => thrown === error,
    );
    await assert.rejects(
      withAction("work", async () => raise(error)),
      (thrown) => thrown === error,
    );
  },

  "an error is logged with its causes and members": () => {
    captureLog((log) => {
      logError(new AggregateError([new TypeError("one")], "all", { cause: new RangeError("why") }));
      const [error] = log.flushErrors(AggregateError);
      assert.equal(error?.exception, "AggregateError");
      assert.match(String(error?.traceback), /TypeError: one/);
      assert.match(String(error?.traceback), /RangeError: why/);
    });
  },

  "a context that is left open is closed": async () => {
    const log = await captureLog(async () => {
      startAction("open").context();
      await null;
      await null;
      assert.equal(here(), undefined);
    });
    assertLogged(log, "clew:context_left_open");
  },

  "a disposed action that was not finished has failed": () => {
    const log = captureLog(() => startAction("work")[Symbol.dispose]());
    assert.equal(log.messages[1]?.exception, "clew:Unfinished");
  },

  "a task is continued once, elsewhere": () => {
    const log = captureLog(() => {
      const [taskId, later] = withAction("send", (action) => [action.serializeTaskId(), preserveContext(() => here())]);
      continueTask(taskId, { actionType: "receive" }, () => {});
      assert.equal(later(), "eliot:remote_task");
      assert.throws(later, TooManyCallsError);
    });
    assert.equal(new Set(log.messages.map(({ task_uuid }) => task_uuid)).size, 1);
  },

  "headers carry a task": () => {
    const log = captureLog(() => {
      const headers = withAction("send", () => serializeTo(new Headers()));
      assert.match(headers.get("traceparent") ?? "", /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
      continueFrom(headers, "receive", () => {});
    });
    assert.equal(new Set(log.messages.map(({ task_uuid }) => task_uuid)).size, 1);
  },

  "generators keep their context, and contain what they enter": async () => {
    const types = wrapGenerator(function* () {
      const context = startAction("inner").context();
      yield here();
      context[Symbol.dispose]();
      yield here();
    });
    const later = wrapAsyncGenerator(async function* () {
      const context = startAction("inner").context();
      await pause();
      yield here();
      context[Symbol.dispose]();
      await pause();
      yield here();
    });
    const [sync, async] = withAction("made", () => [types(), later()]);
    assert.deepEqual([sync.next().value, here(), sync.next().value, here()], ["inner", undefined, "made", undefined]);
    assert.deepEqual([(await async.next()).value, here()], ["inner", undefined]);
    assert.deepEqual([(await async.next()).value, here()], ["made", undefined]);
    sync.next();
    await async.next();
  },

  "coroutines, chains and emitters keep their context": async () => {
    const run = coroutine(function* () {
      yield pause();
      return here();
    });
    assert.equal(await withAction("coroutine", () => run()), "coroutine");
    const chain = new ActionPromise(pause(), startAction("chain")).addCallback(here);
    assert.equal(await chain.addActionFinish(), "chain");
    const emitter = bindEmitter(new EventEmitter());
    /** @type {unknown[]} */
    const heard = [];
    withAction("adder", () => emitter.on("x", () => heard.push(here())));
    withAction("emitter", () => emitter.emit("x"));
    assert.deepEqual(heard, ["adder"]);
  },

  "calls of every kind are logged": async () => {
    const log = await captureLog(async () => {
      assert.equal(await logCall(async () => 5, { actionType: "call" })(), 5);
      assert.deepEqual(
        [
          ...logCall(
            function* () {
              yield 1;
            },
            { actionType: "generator" },
          )(),
        ],
        [1],
      );
    });
    assert.deepEqual(
      log.messages.map(({ action_status }) => action_status),
      ["started", "succeeded", "started", "succeeded"],
    );
  },

  "declared fields are written, and secrets hidden": () => {
    const log = captureLog(() => {
      const takeBack = redact(["password"]);
      defineAction("login", { start: { user: String } }).with({ user: "kim" }, () =>
        defineMessage("try", { url: String }).log({ url: "/?password=12345" }),
      );
      withFields({ password: "12345" }, () => logMessage("more"));
      takeBack();
    });
    assert.equal(log.messages[0]?.user, "kim");
    assert.doesNotMatch(JSON.stringify(log.messages), /12345/);
  },

  "a file has each line before the call that logged it returns, and reads back as one tree": () =>
    withFolder(async (folder) => {
      const path = join(folder, "app.log");
      toFile(path);
      withAction("work", () => {
        logMessage("inside", { text: "\ud800 ünï 💡", big: 12345678901234567890n });
        assert.match(readFileSync(path, "utf8"), /"message_type":"inside"/);
      });
      await close();
      const trees = [];
      for await (const tree of parseStream(readFileSync(path, "utf8").trim().split("\n"))) trees.push(tree);
      assert.equal(trees.length, 1);
      assert.equal(trees[0]?.isComplete, true);
      assert.match([...renderTask(/** @type {import("clew/parse").TaskTree} */ (trees[0]))].join("\n"), /inside/);
    }),

  "a buffered file has everything after flush, and the ledger's sums hold": () =>
    withFolder(async (folder) => {
      const path = join(folder, "app.log");
      toFile(path, { mode: "buffered" });
      addDestination(broken);
      for (let n = 0; n < 1000; n++) logMessage("m", { n });
      await flush();
      for (const { logged, written, dropped, filtered, sampledOut, pending } of ledger()) {
        assert.equal(logged, written + dropped + filtered + sampledOut + pending);
        assert.equal(pending, 0);
      }
      assert.equal(readFileSync(path, "utf8").match(/"message_type":"m"/g)?.length, 1000);
      await removeDestination(broken);
      await close();
    }),

  "a scope ends after its children, and a failure cancels the others": async () => {
    const log = await captureLog(async () => {
      await assert.rejects(
        withAction("work", () =>
          withScope(async (scope) => {
            scope.spawn(() => sleep(60_000), { name: "slow" });
            scope.spawn(async () => {
              await sleep(1);
              throw new RangeError("no");
            });
          }),
        ),
        /no/,
      );
      await assert.rejects(failAfter(1, () => sleep(60_000)));
    });
    assert.equal(LoggedAction.ofType(log.messages, "slow")[0]?.succeeded, false);
  },

  "a monitor starts, tells what lives, and closes": () =>
    withFolder(async (folder) => {
      const monitor = startMonitor({ address: join(folder, "monitor") });
      await monitor.ready;
      const told = await withScope({ name: "living" }, async () => {
        const socket = connect(monitor.address);
        // What is told holds the share of time that the loop was busy, which not all runtimes count.
        socket.write('{"id":1,"do":"look"}\n');
        let text = "";
        for await (const part of socket.setEncoding("utf8")) {
          text += part;
          if (text.trim().split("\n").length > 1 && text.endsWith("\n")) break;
        }
        return text;
      });
      assert.match(told, /"clew":"monitor"/);
      assert.match(told, /"name":"living"/);
      await monitor.close();
    }),

  "virtual time jumps": async () => {
    const before = performance.now();
    await withMockClock(() => sleep(3_600_000));
    assert.ok(performance.now() - before < 10_000);
  },

  "what is imported and what is required are one log": () => {
    /** @type {typeof import("clew")} */
    const required = createRequire(import.meta.url)("clew");
    const log = captureLog(() => withAction("imported", () => required.logMessage("required")));
    assert.deepEqual(LoggedAction.ofType(log.messages, "imported")[0]?.typeTree(), { imported: ["required"] });
  },
};

/** @param {unknown} error @returns {never} */
function raise(error) {
  throw error;
}

function broken() {
  throw new Error("no");
}

/** @param {(folder: string) => Promise<void>} body */
async function withFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), "clew-runtime-"));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// What the other promises log is kept for the first destination; this is the first.
const nowhere = () => {};
addDestination(nowhere);
await removeDestination(nowhere);

let broke = 0;
for (const [promise, check] of Object.entries(PROMISES)) {
  try {
    await check();
    console.log(`ok      ${promise}`);
  } catch (error) {
    broke++;
    console.log(`BROKEN  ${promise}: ${error instanceof Error ? error.stack : error}`);
  }
}
process.exit(broke === 0 ? 0 : 1);
