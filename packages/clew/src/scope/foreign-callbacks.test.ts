import { currentAction, withAction } from "clew";
import { currentScope, mapConcurrent, type Scope, withScope } from "clew/scope";
import { captureLog } from "clew/testing";
import { describe, expect, test } from "vitest";

// What scope code is handed calls back where it belongs: steps of a source, disposers of resources.

/** Where each callback ran, as `name: scope`, or by the action where there is no scope. */
class Places {
  readonly seen: string[] = [];

  note(callback: string): void {
    this.seen.push(`${callback}: ${currentScope()?.name} in ${currentAction()?.type}`);
  }

  /** Each of them once, in the order in which they first came. */
  get each(): string[] {
    return [...new Set(this.seen)];
  }
}

/** An iterator of somebody else's, which waits a little where it is asynchronous, and counts on for ever. */
function counting(places: Places, isAsync: boolean): Iterable<number> | AsyncIterable<number> {
  let n = 0;
  const step = () => ({ done: n >= 5, value: n++ });
  const later = async <T>(callback: string, value: T) => {
    places.note(callback);
    await null;
    places.note(`${callback}, after an await`);
    return value;
  };
  if (isAsync) {
    const iterator = {
      next: () => later("next", step()),
      return: () => later("return", { done: true, value: 0 }),
    };
    return {
      [Symbol.asyncIterator]: () => {
        places.note("iterator");
        return iterator;
      },
    };
  }
  const iterator = {
    next() {
      places.note("next");
      return step();
    },
    return() {
      places.note("return");
      return { done: true, value: 0 };
    },
  };
  return {
    [Symbol.iterator]: () => {
      places.note("iterator");
      return iterator;
    },
  };
}

async function quietly(body: () => unknown): Promise<void> {
  await captureLog(() => withAction("outer", async () => body()));
}

describe("the source of mapConcurrent", () => {
  for (const isAsync of [false, true]) {
    const steps = isAsync ? ["iterator", "next", "next, after an await"] : ["iterator", "next"];
    const end = isAsync ? ["return", "return, after an await"] : ["return"];
    const kind = isAsync ? "an asynchronous one" : "one that is there";

    test(`${kind} takes each step in the scope, whoever made room for it`, async () => {
      const places = new Places();
      await quietly(() =>
        mapConcurrent(counting(places, isAsync), 1, () => withAction("item", async () => void (await null))),
      );
      expect(places.each).toEqual(steps.map((step) => `${step}: mapConcurrent in mapConcurrent`));
    });

    test(`${kind} is closed in the scope when an item fails`, async () => {
      const places = new Places();
      await quietly(() =>
        mapConcurrent(counting(places, isAsync), 1, (n) =>
          withAction("item", async () => {
            await null;
            if (n === 2) throw new RangeError("no");
          }),
        ).catch(() => {}),
      );
      expect(places.each).toEqual([...steps, ...end].map((step) => `${step}: mapConcurrent in mapConcurrent`));
    });
  }
});

describe("the disposer of a resource", () => {
  const resources: Record<string, (places: Places) => Disposable | AsyncDisposable | PromiseLike<Disposable>> = {
    "that is there": (places) => ({ [Symbol.dispose]: () => places.note("dispose") }),
    "that takes a while": (places) => ({
      async [Symbol.asyncDispose]() {
        places.note("dispose");
        await null;
        places.note("dispose");
      },
    }),
    "that is promised": (places) => Promise.resolve({ [Symbol.dispose]: () => places.note("dispose") }),
    "of a lazy promise": (places) => ({
      then: (given) => Promise.resolve({ [Symbol.dispose]: () => places.note("dispose") }).then(given),
    }),
  };
  for (const [kind, make] of Object.entries(resources)) {
    test(`${kind} runs in the scope that it was handed to, and not where it was handed over or came to be`, async () => {
      const places = new Places();
      await quietly(() =>
        withScope({ name: "owner" }, async (owner) => {
          const resource = withAction("maker", () => make(places));
          await withScope({ name: "inner" }, () => withAction("hand over", () => owner.use(resource as never)));
        }),
      );
      // A finalizer has a scope of its own in the owner, which is not logged.
      expect(places.each).toHaveLength(1);
      expect(places.each[0]).toMatch(/ in owner$/);
    });
  }

  test("that is refused runs where it was handed over", async () => {
    const places = new Places();
    let closed: Scope | undefined;
    await quietly(async () => {
      await withScope({ name: "owner" }, (owner) => {
        closed = owner;
      });
      await withScope({ name: "inner" }, () =>
        withAction("hand over", () => {
          expect(() => closed?.use({ [Symbol.dispose]: () => places.note("dispose") })).toThrow(/owner/);
        }),
      );
    });
    expect(places.each).toEqual(["dispose: inner in hand over"]);
  });
});
