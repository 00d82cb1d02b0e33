/**
 * Which bytes are of this copy of the package: what another copy lends may be of another version. To ask for the class in place
 * of this would bring all of it into programs that write no file.
 */

const own = new WeakSet<object>();

/** Called for each once. */
export function addOwnBytes(bytes: object): void {
  own.add(bytes);
}

export function isOwnBytes(lent: unknown): boolean {
  return own.has(lent as object);
}
