// Values of another realm: what node:vm gives, what Node's own modules throw in a Jest test, what structuredClone gives
// there. Right: an error is told by its text and stack, a Map by its entries, whoever's class it is.
import { runInNewContext } from "node:vm";
import { addDestination, logError, logMessage, withAction } from "clew";

const messages = [];
addDestination((message) => messages.push(message));
const wrong = [];

const error = runInNewContext("new RangeError('disk is full', { cause: new TypeError('quota') })");
try {
  withAction("save", () => {
    throw error;
  });
} catch {}
const failed = messages.at(-1);
if (failed.reason !== "disk is full") wrong.push(`the reason of a failed action is ${JSON.stringify(failed.reason)}`);
if (!/\n\s+at /.test(failed.traceback)) wrong.push("the traceback has no stack");
if (!failed.traceback.includes("quota")) wrong.push("the traceback has no cause");

logError(runInNewContext("new Error('bad news')"));
if (messages.at(-1).reason !== "bad news")
  wrong.push(`the reason of logError is ${JSON.stringify(messages.at(-1).reason)}`);

logMessage("values", {
  error: runInNewContext("new Error('inside')"),
  map: runInNewContext("new Map([['a', 1]])"),
  set: runInNewContext("new Set(['a'])"),
  pattern: runInNewContext("/a+/g"),
  bytes: runInNewContext("new ArrayBuffer(3)"),
});
for (const [key, value] of Object.entries(messages.at(-1))) {
  if (JSON.stringify(value) === "{}") wrong.push(`the field ${key} is written as {}`);
}
for (const line of wrong) console.log(`wrong: ${line}`);
process.exit(wrong.length > 0 ? 1 : 0);
