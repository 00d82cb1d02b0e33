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
type Methods = { [name: string]: Add | undefined };

const bound = new WeakSet<EmitterLike>();

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
  if (bound.has(emitter)) return emitter;
  bound.add(emitter);
  const methods = emitter as unknown as Methods;
  const { on, addListener = on, prependListener } = methods;
  if (on !== undefined) {
    methods.on = bindAlways(on);
    methods.once = bindOnce(on);
  }
  if (addListener !== undefined) methods.addListener = bindAlways(addListener);
  if (prependListener !== undefined) {
    methods.prependListener = bindAlways(prependListener);
    methods.prependOnceListener = bindOnce(prependListener);
  }
  return emitter;
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
