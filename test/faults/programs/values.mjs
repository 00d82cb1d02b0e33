// Logs every kind of value, and values that fight back, and says whether a call threw.
import { clew, options, whenThreadsWrite } from "./clew.mjs";

const { file, log, count } = options;
const fail = () => {
  throw new Error("no");
};
const circle = {};
circle.self = circle;
let deep = {};
for (let i = 0; i < 100_000; i++) deep = { deep };
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
const cause = new Error("outer", { cause: new TypeError("inner") });
const values = [
  ...[undefined, null, true, 0, -0, 1.5, Number.NaN, Infinity, 12345678901234567890n, "", "text", "\ud800", "\u0000\n"],
  ...[Symbol("s"), fail, class Named {}, new Date(0), new Date(Number.NaN), /x/g, new Error("e"), cause],
  ...[new AggregateError([new Error("one")], "all"), new Map([["a", 1]]), new Map([[{}, 1]]), new Set([1])],
  ...[Uint8Array.of(1), Buffer.from("x"), new Float64Array(2), new ArrayBuffer(2), new DataView(new ArrayBuffer(1))],
  ...[new WeakMap(), Promise.resolve(), [1, [2]], new Array(5), Object.create(null), circle, deep, proxy],
  ...[
    { toJSON: fail },
    {
      get bad() {
        return fail();
      },
    },
    JSON.parse('{"__proto__":1}'),
    new URL("http://a/"),
    globalThis,
  ],
];
clew.toFile(file, log);
await whenThreadsWrite();
let threw = 0;
for (let n = 0; n < count; n++) {
  try {
    clew.logMessage("numbered", { n, value: values[n % values.length] });
  } catch {
    threw++;
  }
}
console.log(JSON.stringify({ threw, kinds: values.length }));
