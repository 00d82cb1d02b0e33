import { format } from "node:util";
import { logMessage } from "../../record/index.js";
import { crossing } from "./crossing.js";
import { CONSOLE_METHODS, type ConsoleLike, type ConsoleMethod } from "./to-console-methods.js";

/** Options of `fromConsole`. */
export interface FromConsoleOptions {
  /** Whether the console shows the lines too; `true` by default. */
  readonly passThrough?: boolean;
  /** The console; by default the process's. */
  readonly console?: ConsoleLike;
}

/**
 * Makes every line of the console a message in the action that is current where it is written: type `clew:console`, its
 * text as `message`, its method as `log_level`. Gives the function that ends this. What a destination writes to the
 * console, such as `toConsoleMethods`'s, stays out.
 *
 * @example
 * ```ts
 * import { addDestination, withAction } from "clew";
 * import { fromConsole } from "clew/bridge/console";
 *
 * const end = fromConsole({ passThrough: false });
 * withAction("legacy-import", () => console.warn("row %d skipped", 17));
 * end();
 * addDestination(({ log_level, message }) => log_level && console.log(log_level, message));
 * ```
 *
 * ```text output
 * warn row 17 skipped
 * ```
 */
export function fromConsole(options: FromConsoleOptions = {}): () => void {
  const { passThrough = true, console: target = console } = options;
  const undo = CONSOLE_METHODS.map((method) => replace(target, method, passThrough));
  return () => {
    for (const step of undo) step();
  };
}

function replace(target: ConsoleLike, method: ConsoleMethod, passThrough: boolean): () => void {
  const original = target[method];
  let isOver = false;
  const replacement = (...values: unknown[]): void => {
    let isInside = false;
    if (!isOver) {
      crossing.inward(() => {
        isInside = true;
        logMessage("clew:console", { log_level: method === "log" ? "info" : method, message: format(...values) });
      });
    }
    // What is not logged here would be lost if it were not shown.
    if (passThrough || isOver || !isInside) original.apply(target, values);
  };
  target[method] = replacement;
  return () => {
    isOver = true;
    if (target[method] === replacement) target[method] = original;
  };
}
