/** The outermost scope of a program: signals of the platform cancel it, and its outcome is the program's. */

import { flush } from "../../record/index.js";
import type { Scope, ScopeBody } from "../scope.js";
import type { ScopeOptions } from "../scope-options.js";
import { runScope } from "./with-scope.js";

/** What there is of Node's `process`, where there is one. */
interface ProcessLike {
  exitCode?: number | string | null | undefined;
  on(event: string, listener: () => void): unknown;
  off(event: string, listener: () => void): unknown;
  exit(code: number): void;
}

/** The signals that end a program, with their numbers: its exit code is 128 and that number. */
const SIGNALS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;
type SignalName = keyof typeof SIGNALS;

/** Says that a signal of the platform has ended a program. */
class ProgramSignal extends Error {
  override readonly name = "ProgramSignal";
  readonly signal: SignalName;

  constructor(signal: SignalName) {
    super(`The program was told to end by ${signal}`);
    this.signal = signal;
  }
}

/**
 * Runs a program in its outermost scope. SIGINT, SIGTERM and SIGHUP cancel it, so that what runs is told, waited for, and
 * its finalizers run; a second signal ends the process at once. When the scope has ended the log is flushed, and the exit
 * code follows from the outcome: 0, or 1 where it failed, which is printed, or 128 and the signal's number. It never
 * rejects; what it gives is the body's value, or `undefined`. Effection's `main`, Effect's `runMain`.
 *
 * @example
 * ```ts
 * import { main, sleep } from "clew/scope";
 *
 * await main(async (scope) => {
 *   scope.defer(() => console.log("closed"));
 *   await sleep(1);
 *   console.log("served");
 * });
 * ```
 *
 * ```text output
 * served
 * closed
 * ```
 */
export function main<R>(body: ScopeBody<R>): Promise<Awaited<R> | undefined>;
export function main<R>(options: ScopeOptions, body: ScopeBody<R>): Promise<Awaited<R> | undefined>;
export async function main(...given: unknown[]): Promise<unknown> {
  const body = given.pop() as ScopeBody<unknown>;
  const options = given[0] as ScopeOptions | undefined;
  const { process } = globalThis as { readonly process?: Partial<ProcessLike> };
  const program = typeof process?.on === "function" ? (process as ProcessLike) : undefined;
  let told: SignalName | undefined;
  let scope: Scope | undefined;
  const listeners = (Object.keys(SIGNALS) as SignalName[]).map((signal) => {
    const listener = (): void => {
      if (told !== undefined) program?.exit(128 + SIGNALS[signal]);
      told = signal;
      scope?.cancel(new ProgramSignal(signal));
    };
    program?.on(signal, listener);
    return [signal, listener] as const;
  });
  let code = 0;
  try {
    return await runScope({ name: body.name || "main", ...options }, "main", (opened) => {
      scope = opened;
      return body(opened);
    });
  } catch (error) {
    if (error instanceof ProgramSignal) return undefined;
    code = 1;
    console.error(error);
    return undefined;
  } finally {
    await flush();
    for (const [signal, listener] of listeners) program?.off(signal, listener);
    if (told !== undefined) code = 128 + SIGNALS[told];
    if (program !== undefined && code !== 0) program.exitCode = code;
    // Whoever was told to end does, though something was left open.
    if (told !== undefined) program?.exit(code);
  }
}
