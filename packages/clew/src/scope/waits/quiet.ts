import { Cancelled } from "../cancel/index.js";

/**
 * Hands on a promise, so that one that ends by a cancel never ends the process: whoever awaits it late, or never, has not
 * lost anything. Every other rejection is as loud as before.
 */
export function quietIfCancelled<T>(promise: Promise<T>): Promise<T> {
  const handed = new Promise<T>((resolve, reject) => {
    promise.then(resolve, (error: unknown) => {
      reject(error);
      if (error instanceof Cancelled) handed.then(undefined, () => {});
    });
  });
  return handed;
}

/** The same for each step of an iterator: a step that was asked for ahead, or for nothing, has lost nothing by a cancel. */
export function quietSteps<T>(steps: AsyncGenerator<T, void>): AsyncIterableIterator<T> {
  const quiet: AsyncIterableIterator<T> = {
    next: () => quietIfCancelled(steps.next()),
    return: () => steps.return(),
    [Symbol.asyncIterator]: () => quiet,
  };
  return quiet;
}
