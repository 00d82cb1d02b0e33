// What a program logs: many messages, actions, fields, destinations; large values.

import { EventEmitter } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addDestination,
  addGlobalFields,
  bindEmitter,
  continueTask,
  coroutine,
  defineAction,
  defineMessage,
  flush,
  ledger,
  logCall,
  logError,
  logMessage,
  preserveContext,
  redact,
  registerErrorExtractor,
  removeDestination,
  startAction,
  startTask,
  toFile,
  withAction,
  withFields,
  withTask,
  wrapAsyncGenerator,
  wrapGenerator,
} from "clew";
import { times } from "./times.mjs";

/** As many are encoded as a whole, or remembered: a value is cut where it has more than three times as many. */
const [NAMES, VALUES, ERRORS] = [4_000, 8_000, 1_000];

/** What all copies of clew in a process share: global fields are never taken away otherwise. */
const hub = Reflect.get(globalThis, Symbol.for("clew.hub.1"));

/** A destination of objects, and one of lines: who logs meets both ways. */
function listen() {
  addDestination(hear);
  addDestination(hearLines);
}

let heard = 0;
const hear = () => heard++;
const hearLines = { writeLine: hear };

/** @param {number} n @param {(i: number) => unknown} value */
const record = (n, value) => Object.fromEntries(times(n, (i) => [`field${i}`, value(i)]));

/** To one file, however often: a thread that starts is not what is measured. @param {import("clew").FileMode} mode @param {number} n */
const toFileIn = (mode, n) => {
  const path = join(tmpdir(), `clew-growth-${process.pid}.log`);
  if (!existsSync(path)) process.once("exit", () => rmSync(path));
  toFile(path, { mode });
  return () => {
    withAction("batch", () => {
      for (let i = 0; i < n; i++) logMessage("item", { i });
    });
    return flush();
  };
};

/** @type {import("../measure.mjs").Case[]} */
export const cases = [
  {
    name: "messages of an action",
    covers: ["clew.logMessage", "clew.withAction", "clew.addDestination"],
    of: (n) => {
      listen();
      return () => withAction("batch", () => times(n, (i) => logMessage("item", { i })));
    },
  },
  {
    name: "actions in an action",
    covers: ["clew.startAction", "clew.withTask", "clew.startTask"],
    of: (n) => {
      listen();
      return () =>
        withTask("batch", () => {
          times(n, (i) => withAction("item", { i }, () => logMessage("done")));
          times(n, () => startAction("later").finish());
          times(n, () => startTask("own").finish());
        });
    },
  },
  {
    name: "actions that are open at once, ended in the order in which they began",
    covers: ["clew.currentAction"],
    of: (n) => {
      listen();
      return () => {
        for (const action of times(n, () => startTask("open"))) action.finish();
      };
    },
  },
  {
    name: "actions that await, all at once",
    covers: ["clew.ActionPromise"],
    of: (n) => {
      listen();
      return () => withTask("batch", () => Promise.all(times(n, (i) => withAction("item", { i }, async () => {}))));
    },
  },
  {
    name: "fields of one message",
    covers: ["clew.logMessage"],
    most: NAMES,
    of: (n) => {
      listen();
      const fields = record(n, (i) => i);
      return () => logMessage("wide", fields);
    },
  },
  {
    name: "a list in a field, a nested object, a long text with what JSON escapes, a map, a set",
    covers: ["clew.logMessage"],
    most: VALUES,
    of: (n) => {
      listen();
      const list = times(n, (i) => ({ i, text: `item ${i}` }));
      const entries = times(n, (i) => /** @type {const} */ ([`key${i}`, i]));
      const fields = {
        list,
        text: '"a"\n'.repeat(n),
        map: new Map(entries),
        set: new Set(list),
      };
      return () => logMessage("large", fields);
    },
  },
  {
    name: "success fields, added one after the other",
    covers: ["clew.startAction"],
    most: NAMES,
    of: (n) => {
      listen();
      return () => {
        const action = startTask("adds");
        for (let i = 0; i < n; i++) action.addSuccessFields({ [`field${i}`]: i });
        action.finish();
      };
    },
  },
  {
    name: "errors with many causes and many errors within",
    covers: ["clew.logError", "clew.registerErrorExtractor"],
    most: ERRORS,
    of: (n) => {
      listen();
      registerErrorExtractor(RangeError, () => ({ code: 7 }));
      let chain = new Error("first");
      for (let i = 0; i < n; i++) chain = new RangeError(`cause ${i}`, { cause: chain });
      const aggregate = new AggregateError(times(n, (i) => new RangeError(`error ${i}`)));
      return () =>
        withTask("fails", () => {
          logError(chain);
          logError(aggregate);
        });
    },
  },
  {
    name: "global fields",
    covers: ["clew.addGlobalFields"],
    most: NAMES,
    of: (n) => {
      listen();
      const fields = record(n, (i) => i);
      return () => {
        hub.globalFields = undefined;
        addGlobalFields(fields);
        for (let i = 0; i < n; i++) addGlobalFields({ [`field${i}`]: i });
        logMessage("with all of them");
      };
    },
  },
  {
    name: "fields of a block, and a message in it",
    covers: ["clew.withFields"],
    most: NAMES,
    of: (n) => {
      listen();
      const fields = record(n, (i) => i);
      return () => withFields(fields, () => logMessage("with all of them"));
    },
  },
  {
    name: "keys that are redacted, and values that have them",
    covers: ["clew.redact"],
    most: NAMES,
    of: (n) => {
      listen();
      redact(times(n, (i) => `field${i}`));
      const fields = record(n, (i) => i);
      const people = times(n, (i) => ({ field1: i }));
      return () => logMessage("secrets", { ...fields, people });
    },
  },
  {
    name: "declared fields",
    covers: ["clew.defineMessage", "clew.defineAction"],
    most: NAMES,
    of: (n) => {
      listen();
      const fields = record(n, () => Number);
      const values = record(n, (i) => i);
      return () => {
        defineMessage("declared", fields).log(values);
        defineAction("declared", fields).start(values).finish();
      };
    },
  },
  {
    name: "one task continued by many",
    covers: ["clew.continueTask"],
    of: (n) => {
      listen();
      return () => {
        const task = startTask("asks");
        const ids = times(n, () => task.serializeTaskId());
        for (const id of ids) continueTask(id, "answers", () => {});
        task.finish();
      };
    },
  },
  {
    name: "functions, generators and emitters that keep their context",
    covers: [
      "clew.preserveContext",
      "clew.wrapGenerator",
      "clew.wrapAsyncGenerator",
      "clew.bindEmitter",
      "clew.coroutine",
    ],
    of: (n) => {
      listen();
      return () =>
        withTask("batch", async () => {
          for (const call of times(n, () => preserveContext(() => {}))) call?.();
          const emitter = new EventEmitter().setMaxListeners(0);
          bindEmitter(emitter);
          for (let i = 0; i < n; i++) emitter.on("news", () => {});
          emitter.emit("news");
          const items = wrapGenerator(function* () {
            for (let i = 0; i < n; i++) yield i;
          });
          for (const _ of items());
          const later = wrapAsyncGenerator(async function* () {
            for (let i = 0; i < n; i++) yield i;
          });
          for await (const _ of later());
          await coroutine(function* () {
            for (let i = 0; i < n; i++) yield i;
          })();
        });
    },
  },
  {
    name: "arguments and the result of a call that is logged",
    covers: ["clew.logCall"],
    most: VALUES,
    of: (n) => {
      listen();
      const call = logCall((/** @type {unknown[]} */ list) => list, { type: "call" });
      const list = times(n, (i) => i);
      return () => call(list);
    },
  },
  {
    name: "destinations that are added, told of a message, and removed",
    covers: ["clew.addDestination", "clew.removeDestination", "clew.ledger"],
    of: (n) => () => {
      const destinations = times(n, () => () => {});
      for (const destination of destinations) addDestination(destination);
      logMessage("heard");
      ledger();
      return Promise.all(destinations.map((destination) => removeDestination(destination)));
    },
  },
  { name: "lines to a file, each written at once", covers: ["clew.toFile"], of: (n) => toFileIn("sync", n) },
  { name: "lines to a file, gathered", covers: ["clew.toFile"], of: (n) => toFileIn("buffered", n) },
  { name: "lines to a file, by a thread", covers: ["clew.toFile"], of: (n) => toFileIn("thread", n) },
  {
    name: "lines to a file of which few are kept",
    covers: ["clew.toFile"],
    of: (n) => async () => {
      const folder = mkdtempSync(join(tmpdir(), "clew-growth-"));
      const log = toFile(join(folder, "app.log"), {
        mode: "buffered",
        sample: { share: 0.1 },
        rotate: { sizeBytes: 1_000_000, keep: 3 },
      });
      for (let i = 0; i < n; i++) withTask("item", { i }, () => logMessage("done"));
      await removeDestination(log);
      rmSync(folder, { recursive: true });
    },
  },
];
