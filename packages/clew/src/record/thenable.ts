/**
 * Promises of others. A lazy one, as a query of knex, Mongoose or Prisma is, begins its work when its `then` is called:
 * whoever takes one over does so where the work belongs, and never by `instanceof`, which another realm's promise and a
 * lazy subclass of `Promise` both get past.
 */

/** What a body's result becomes: itself where it is there at once, a promise of it where it comes later. */
export type BodyResult<R> = [R] extends [PromiseLike<unknown>]
  ? Promise<Awaited<R>>
  : Extract<R, PromiseLike<unknown>> extends never
    ? R
    : Exclude<R, PromiseLike<unknown>> | Promise<Awaited<R>>;

/** Whether a value is what `await` would wait for: an object or a function with a `then`. One that cannot be read is none. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return false;
  try {
    return typeof (value as { readonly then?: unknown }).then === "function";
  } catch {
    return false;
  }
}

/** A promise of what a thenable gives. One that is not the language's own has its `then` called in the context of now. */
export function adopt<T>(thenable: PromiseLike<T>): Promise<T> {
  if (isPlainPromise(thenable)) return thenable;
  // Not by Promise.resolve, which gives a promise with a `then` of its own back as it is.
  return new Promise((resolve) => resolve(thenable));
}

/** A value as it is, or a promise of it, adopted in the context of now. */
export function adopted<T>(value: T): T | Promise<unknown> {
  return isThenable(value) ? adopt(value) : value;
}

/** Whether a value is a promise whose `then` does no more than to wait. */
export function isPlainPromise<T>(value: PromiseLike<T> | T): value is Promise<T> {
  return (value as Promise<T> | undefined)?.then === Promise.prototype.then;
}
