/**
 * A copy of an object that has no key `__proto__`. Where objects of many shapes are copied in one place, the engine looks
 * up each key of a spread anew; this takes less than half of the time.
 */
export function copyOf(object: object | undefined): Record<string, unknown> {
  return Object.assign({} as Record<string, unknown>, object);
}
