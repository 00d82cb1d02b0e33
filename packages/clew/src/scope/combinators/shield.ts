import { runScope } from "../life/index.js";
import type { ScopeBody } from "../scope.js";

/**
 * Runs `body` out of reach of cancels from outside. The cancel is not lost: it ends the next wait after the shield.
 *
 * @example
 * ```ts
 * import { shield, sleep, withScope } from "clew/scope";
 *
 * await withScope(async (scope) => {
 *   scope.spawn(async () => {
 *     await shield(async () => {
 *       await sleep(2);
 *       console.log("saved");
 *     });
 *   });
 *   scope.cancel();
 * });
 * ```
 */
export function shield<R>(body: ScopeBody<R>): Promise<Awaited<R>> {
  return runScope({ shield: true }, body.name, body) as Promise<Awaited<R>>;
}
