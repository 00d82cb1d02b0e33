import "clew";
import { addInstrument, removeInstrument } from "clew/observe";
import { Cancelled, moveOnAfter, until, withScope } from "clew/scope";
import { expect, test } from "vitest";

const THEN = "then";

/** Counts the reactions that a promise is given while a program runs. */
async function reactionsOf(promise: Promise<unknown>, program: () => Promise<void>): Promise<number> {
  const original = Promise.prototype[THEN];
  let count = 0;
  const counting = function (this: Promise<unknown>, ...handlers: Parameters<typeof original>) {
    if (this === promise) count++;
    return original.apply(this, handlers);
  };
  Object.defineProperty(Promise.prototype, THEN, { value: counting, configurable: true, writable: true });
  try {
    await program();
  } finally {
    Object.defineProperty(Promise.prototype, THEN, { value: original, configurable: true, writable: true });
  }
  return count;
}

test("until leaves one reaction on a promise, however many have waited and left, or were refused", async () => {
  const dropped: unknown[] = [];
  const instrument = { errorDropped: (error: unknown) => dropped.push(error) };
  addInstrument(instrument);
  let reject = (_: Error): void => {};
  const promise = new Promise<never>((_, rejects) => {
    reject = rejects;
  });
  const reactions = await reactionsOf(promise, async () => {
    for (let i = 0; i < 50; i++) {
      await moveOnAfter(i % 2, () => until(promise));
      await withScope(async (scope) => {
        scope.cancel();
        await expect(until(promise)).rejects.toThrow(Cancelled);
        expect(() => scope.spawn(promise)).toThrow(Cancelled);
      });
    }
  });
  expect(reactions).toBe(1);
  reject(new Error("late"));
  await new Promise((resolve) => setImmediate(resolve));
  removeInstrument(instrument);
  expect(dropped.map(String)).toEqual(["Error: late"]);
});
