import { expect, test } from "vitest";
import { carryError, reviveError } from "./carried-error.js";

/** What is on the other side of a thread. */
const over = (error: unknown) => reviveError(structuredClone(carryError(error)));

/** The errors of a chain of causes, and what stands at its end. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined; at = (at as Error).cause) chain.push(at);
  return chain;
}

function chain(length: number): Error {
  let error = new Error("1");
  for (let n = 2; n <= length; n++) error = new Error(`${n}`, { cause: error });
  return error;
}

test("the root of a long chain of causes is there", () => {
  const carried = chainOf(over(chain(50)));
  expect(carried).toHaveLength(50);
  expect(carried.at(-1)).toMatchObject({ message: "1" });
});

test("a chain that is cut says so where it is cut", () => {
  const carried = chainOf(over(chain(1_500)));
  expect(carried).toHaveLength(1_001);
  expect(carried.at(-1)).toBe("[cut: more than 1000 errors]");
});

test("members that are left out are counted, in an aggregate of aggregates too", () => {
  const many = Array.from({ length: 1_200 }, (_, n) => new TypeError(`${n}`));
  const { errors } = over(new AggregateError(many)) as AggregateError;
  expect(errors).toHaveLength(1_000);
  expect(errors.slice(-2)).toEqual([new TypeError("998"), "[cut: 201 more]"]);
  const nested = over(new AggregateError([new AggregateError(many), new Error("last")])) as AggregateError;
  expect(nested.errors.at(-1)).toBe("[cut: 1 more]");
});

test("an error within itself is marked, and one that merely stands twice is there twice", () => {
  const itself = new AggregateError([], "all");
  itself.errors.push(itself, itself);
  expect((over(itself) as AggregateError).errors).toEqual(["[Circular: AggregateError]", "[Circular: AggregateError]"]);
  const twice = new RangeError("no");
  expect(over(new AggregateError([twice], "all", { cause: twice }))).toMatchObject({ errors: [twice], cause: twice });
});

test("both errors of a SuppressedError are there, as whichever members they were", () => {
  const held = { error: new TypeError("disposer"), suppressed: Object.assign(new RangeError("block"), { code: "E" }) };
  for (const enumerable of [false, true]) {
    const error = new Error("An error was suppressed during disposal.");
    for (const [key, value] of Object.entries({ ...held, name: "SuppressedError" }))
      Object.defineProperty(error, key, { value, enumerable, configurable: true, writable: true });
    const carried = over(error) as Error & typeof held;
    expect(carried.name).toBe("SuppressedError");
    expect(carried.error).toBeInstanceOf(TypeError);
    expect(carried.suppressed).toBeInstanceOf(RangeError);
    expect(carried).toMatchObject({ error: { message: "disposer" }, suppressed: { message: "block", code: "E" } });
  }
});

test("a field that cannot be copied is cut with a mark", () => {
  const within = { a: { b: { c: { d() {} } } }, callback() {} };
  expect(over(Object.assign(new Error("no"), { within: { within } }))).toMatchObject({
    within: { within: { a: { b: { c: "[cut: deeper than 4]" } }, callback: "[function callback]" } },
  });
});
