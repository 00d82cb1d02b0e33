import type { ScopeBody } from "./scope.js";
import { runScope } from "./with-scope.js";

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
export async function shield<R>(body: ScopeBody<R>): Promise<Awaited<R>> {
  return (await runScope({ shield: true }, body.name, body)) as Awaited<R>;
}
