import { hub } from "../hub/index.js";
import { currentContext } from "./current-context.js";

type Listener = (this: unknown, ...args: never[]) => unknown;

/** A listener that stands for another; emitters look here when one is removed or listed. */
interface Bound extends Listener {
  listener?: Listener;
}

/** What an emitter must have; Node's, and with it every stream, does. */
export interface EmitterLike {
  on(event: never, listener: never): unknown;
  removeListener(event: never, listener: never): unknown;
}

type Add = (event: unknown, listener: Bound) => unknown;

/** The methods of an emitter that add listeners. */
interface Methods {
  readonly on: Add;
  readonly addListener: Add | undefined;
  readonly prependListener: Add | undefined;
}

/** What stands for them, and for which it does. */
interface BoundMethods {
  readonly own: Methods;
  readonly replaced: { readonly [name: string]: Add };
}

/** By an emitter's `on`: emitters of a class have the same methods, and are many. */
const boundMethods = new WeakMap<Add, BoundMethods>();
/** What stands for an `on`, by which an emitter is known to be bound. */
const boundOns = new WeakSet<Add>();

/**
 * Makes an emitter's listeners run in the context in which they were added, and not in the one in which the emitter
 * happens to emit. Changes the emitter in place and gives it; streams and sockets are emitters. Listeners that were
 * added before are left as they are. Binding twice is binding once.
 *
 * @example
 * ```ts
 * import { EventEmitter } from "node:events";
 * import { bindEmitter, currentAction, withAction } from "clew";
 *
 * const emitter = bindEmitter(new EventEmitter());
 * withAction("subscribe", () => {
 *   emitter.on("news", () => console.log(currentAction()?.type));
 * });
 * withAction("publish", () => emitter.emit("news"));
 * ```
 *
 * ```text output
 * subscribe
 * ```
 */
export function bindEmitter<E extends EmitterLike>(emitter: E): E {
  if (typeof emitter?.on !== "function" || typeof emitter.removeListener !== "function") {
    throw new TypeError("Cannot bind what is no emitter: it needs the methods on and removeListener");
  }
  const methods = emitter as unknown as Methods;
  if (boundOns.has(methods.on)) return emitter;
  Object.assign(emitter, replacing(methods));
  return emitter;
}

function replacing(methods: Methods): BoundMethods["replaced"] {
  const { on, addListener, prependListener } = methods;
  const known = boundMethods.get(on);
  const isSame = known?.own.addListener === addListener && known?.own.prependListener === prependListener;
  if (known !== undefined && isSame) return known.replaced;
  const boundOn = bindAlways(on);
  boundOns.add(boundOn);
  const replaced = {
    on: boundOn,
    once: bindOnce(on),
    addListener: bindAlways(addListener ?? on),
    ...(prependListener && {
      prependListener: bindAlways(prependListener),
      prependOnceListener: bindOnce(prependListener),
    }),
  };
  boundMethods.set(on, { own: { on, addListener, prependListener }, replaced });
  return replaced;
}

function bindAlways(add: Add): Add {
  return function (this: unknown, event, listener) {
    return add.call(this, event, bind(listener));
  };
}

/** The emitter's own `once` would wrap a second time, and `removeListener` looks through one wrapper only. */
function bindOnce(add: Add): Add {
  return function (this: unknown, event, listener) {
    const run = bind(listener);
    const once: Bound = function (this: unknown, ...args) {
      (this as EmitterLike).removeListener(event as never, once as never);
      return run.apply(this, args);
    };
    once.listener = listener;
    return add.call(this, event, once);
  };
}

function bind(listener: Bound): Bound {
  // What is no function is for the emitter to refuse.
  if (typeof listener !== "function") return listener;
  const context = currentContext();
  const run: Bound = function (this: unknown, ...args) {
    return hub.carrier.run(context, () => listener.apply(this, args));
  };
  run.listener = listener.listener ?? listener;
  return run;
}
