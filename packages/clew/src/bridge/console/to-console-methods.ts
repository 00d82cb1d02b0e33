import { addDestination, type MessageDestination } from "../../record/index.js";
import { type Message, toLogEntry } from "../../wire/index.js";
import { crossing } from "./crossing.js";

export const CONSOLE_METHODS = ["debug", "log", "info", "warn", "error"] as const;
export type ConsoleMethod = (typeof CONSOLE_METHODS)[number];

/** What a console must have. */
export type ConsoleLike = { [method in ConsoleMethod]: (...values: unknown[]) => void };

/**
 * Adds a destination that writes each message to the console, by the method of its severity: its text, then its fields
 * as an object. Gives the destination, for `removeDestination`. Messages that came from the console stay out.
 *
 * @example
 * ```ts
 * import { logMessage } from "clew";
 * import { toConsoleMethods } from "clew/bridge/console";
 *
 * toConsoleMethods();
 * logMessage("started", { port: 8080 });
 * ```
 */
export function toConsoleMethods(target: ConsoleLike = console): MessageDestination {
  const destination: MessageDestination = {
    name: "console",
    write(message: Message): void {
      crossing.outward(() => {
        const { logLevel, text, fields } = toLogEntry(message, []);
        target[methodFor(logLevel)](text, fields);
      });
    },
  };
  addDestination(destination);
  return destination;
}

function methodFor(logLevel: string): ConsoleMethod {
  switch (logLevel.toLowerCase()) {
    case "trace":
    case "debug":
      return "debug";
    case "warn":
    case "warning":
      return "warn";
    case "error":
    case "fatal":
    case "critical":
      return "error";
    default:
      return "info";
  }
}
