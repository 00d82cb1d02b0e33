// Errors that hold others. Right: the reason why stands in the log, or a mark says that something was left out.
import { addDestination, logError, withAction } from "clew";

let message;
addDestination((given) => (message = given));
const wrong = [];
const text = () => JSON.stringify(message);

// What `using` throws where the block and the disposer both fail (native in Node 24, esbuild's and TypeScript's helper).
const suppressed = new Error("An error was suppressed during disposal");
suppressed.name = "SuppressedError";
for (const [name, value] of [
  ["error", new Error("cannot release the lock")],
  ["suppressed", new RangeError("disk is full")],
]) {
  Object.defineProperty(suppressed, name, { value, enumerable: false, configurable: true, writable: true });
}
try {
  withAction("save", () => {
    throw suppressed;
  });
} catch {}
if (!text().includes("disk is full")) wrong.push("of a SuppressedError the error of the block is not in the log");
if (!text().includes("cannot release the lock"))
  wrong.push("of a SuppressedError the error of the disposer is not in the log");

const members = Array.from({ length: 20 }, (_, i) => new Error(`replica ${i} is down`));
logError(new AggregateError(members, "no replica"));
const told = members.filter(({ message: own }) => text().includes(own)).length;
if (told < 20 && !/more|cut|left out/.test(message.traceback))
  wrong.push(`of 20 members of an AggregateError ${told} are told, without a mark`);

let chain = new Error("root cause");
for (let i = 0; i < 12; i++) chain = new Error(`layer ${i}`, { cause: chain });
logError(chain);
if (!text().includes("root cause") && !/more|cut|left out/.test(message.traceback)) {
  wrong.push("of a chain of 13 causes the last one, the root, is not told, without a mark");
}
for (const line of wrong) console.log(`wrong: ${line}`);
process.exit(wrong.length > 0 ? 1 : 0);
