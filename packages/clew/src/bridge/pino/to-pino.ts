import { addDestination, type MessageDestination } from "../../record/index.js";
import { type Message, toLogEntry } from "../../wire/index.js";
import { crossing } from "./crossing.js";

type Log = (fields: object, text: string) => void;

/** What a pino logger must have. */
export interface PinoLike {
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}

/** What pino writes of itself in each line. */
const TAKEN = ["level", "time", "pid", "hostname", "name", "msg"];

/**
 * Adds a destination that logs each message with a pino logger, at the level that its severity is, with its text and
 * all of its fields. Gives the destination, for `removeDestination`. Messages that came from pino stay out. Fields that
 * pino has for itself are written as `field_<name>`.
 *
 * @example
 * ```ts
 * import { logMessage } from "clew";
 * import { toPino } from "clew/bridge/pino";
 * import pino from "pino";
 *
 * toPino(pino());
 * logMessage("started", { port: 8080 });
 * ```
 */
export function toPino(logger: PinoLike): MessageDestination {
  const methods = logger as unknown as { readonly [level: string]: unknown };
  const destination: MessageDestination = {
    name: "pino",
    write(message: Message): void {
      crossing.outward(() => {
        const { logLevel, text, fields } = toLogEntry(message, TAKEN);
        const level = logLevel.toLowerCase();
        // Loggers have levels of their own; one that this logger has not is told as information.
        const log = isLevel(logger, level) ? (methods[level] as Log) : logger.info;
        log.call(logger, fields, text);
      });
    },
  };
  addDestination(destination);
  return destination;
}

function isLevel(logger: PinoLike, level: string): boolean {
  const { levels } = logger as { readonly levels?: { readonly values?: { readonly [level: string]: number } } };
  return levels?.values?.[level] !== undefined;
}
