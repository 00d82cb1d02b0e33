/** What carries the current context: the runtime's AsyncLocalStorage where it has one, else the stack of calls. */

import { type BindableChannel, type Carrier, type Context, createStackCarrier } from "./context.js";

/** The class of `node:async_hooks`, which runtimes at the edge have as well. */
export type AsyncStorageClass = new () => AsyncStorage;

interface AsyncStorage {
  getStore(): Context | undefined;
  run<A extends unknown[], R>(context: Context | undefined, body: (...args: A) => R, ...args: A): R;
  enterWith(context: Context | undefined): void;
}

/** The carrier of this runtime, as far as it can be had without an import. */
export function createCarrier(): Carrier {
  const Storage = findStorage();
  return Storage === undefined ? createStackCarrier() : createAsyncCarrier(Storage);
}

/** Vercel's edge and Next's have the class as a global; workerd, Bun, Deno and Node give their modules away by name. */
function findStorage(): AsyncStorageClass | undefined {
  const { AsyncLocalStorage, process } = globalThis as {
    readonly AsyncLocalStorage?: AsyncStorageClass;
    readonly process?: { getBuiltinModule?(id: string): { readonly AsyncLocalStorage?: AsyncStorageClass } };
  };
  if (typeof AsyncLocalStorage === "function") return AsyncLocalStorage;
  try {
    return process?.getBuiltinModule?.("node:async_hooks")?.AsyncLocalStorage;
  } catch {
    // A page's stand-in for `process`.
    return undefined;
  }
}

/** A carrier on one AsyncLocalStorage. */
export function createAsyncCarrier(Storage: AsyncStorageClass): Carrier {
  const store = new Storage();
  // Bound, not wrapped: a wrapper that passes arguments on costs as much as the call.
  const run = store.run.bind(store) as Carrier["run"];
  const bindTo: Carrier["bindTo"] = (channel: BindableChannel, contextOf) => {
    channel.bindStore(store as never, contextOf);
    return () => channel.unbindStore(store as never);
  };
  const carrier: Carrier = {
    followsAwaits: true,
    get: store.getStore.bind(store),
    run,
    enter(context) {
      // Tried only when it is asked for: a store that nobody has entered costs nothing.
      try {
        store.enterWith(context);
      } catch {
        // workerd's has the method, which throws.
        Object.assign(carrier, enteredByHand(store));
        carrier.enter(context);
      }
    },
    bindTo,
  };
  return carrier;
}

/**
 * Entering without a body, where the runtime has no `enterWith`: what was entered counts in the synchronous stretch in
 * which it was, and nowhere within a body that is run there. No stretch is longer than until the next microtask.
 */
function enteredByHand(store: AsyncStorage): Pick<Carrier, "get" | "enter"> {
  let entered: { readonly context: Context | undefined; readonly around: Context | undefined } | undefined;
  return {
    get() {
      const around = store.getStore();
      return entered !== undefined && entered.around === around ? entered.context : around;
    },
    enter(context) {
      const here = { context, around: store.getStore() };
      entered = here;
      queueMicrotask(() => {
        if (entered === here) entered = undefined;
      });
    },
  };
}
