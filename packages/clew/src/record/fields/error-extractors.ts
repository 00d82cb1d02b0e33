import { hub } from "../hub/index.js";

/**
 * Adds fields to the message of every failure with an error of this class. The nearest registered class in the
 * error's prototype chain gives them; registering a class again replaces its extractor. Of every error `code`,
 * `errno`, `syscall` and `status` are taken anyway, where they are strings or numbers. An extractor that throws, or
 * gives no object, is reported beside the failure, which is logged all the same.
 *
 * @example
 * ```ts
 * import { registerErrorExtractor } from "clew";
 *
 * class QueryError extends Error {
 *   constructor(readonly sql: string) {
 *     super("the query failed");
 *   }
 * }
 * registerErrorExtractor(QueryError, (error) => ({ sql: error.sql }));
 * ```
 */
export function registerErrorExtractor<E>(
  errorClass: abstract new (...args: never[]) => E,
  extract: (error: E) => object,
): void {
  hub.extractors.set(errorClass.prototype as object, extract);
}
