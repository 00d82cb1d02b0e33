import { addDestination, type MessageDestination } from "../../record/index.js";
import { type Message, toLogEntry } from "../../wire/index.js";
import { crossing } from "./crossing.js";

/** What a winston logger must have for messages to be logged with it. */
export interface WinstonLike {
  readonly levels: { readonly [level: string]: number };
  log(entry: { readonly level: string; readonly message: string; readonly [field: string]: unknown }): unknown;
}

/** What winston has for itself in each line. */
const TAKEN = ["level", "message", "splat"];

/**
 * Adds a destination that logs each message with a winston logger, at the level that its severity is, with its text
 * and all of its fields. Gives the destination, for `removeDestination`. Messages that came from winston stay out.
 * Fields that winston has for itself are written as `field_<name>`.
 *
 * @example
 * ```ts
 * import { logMessage } from "clew";
 * import { toWinston } from "clew/bridge/winston";
 * import winston from "winston";
 *
 * toWinston(winston.createLogger({ transports: [new winston.transports.Console()] }));
 * logMessage("started", { port: 8080 });
 * ```
 */
export function toWinston(logger: WinstonLike): MessageDestination {
  const destination: MessageDestination = {
    name: "winston",
    write(message: Message): void {
      crossing.outward(() => {
        const { logLevel, text, fields } = toLogEntry(message, TAKEN);
        logger.log({ ...fields, level: levelFor(logger.levels, logLevel), message: text });
      });
    },
  };
  addDestination(destination);
  return destination;
}

/** The logger's own name of a level: npm's, syslog's and cli's differ. */
function levelFor(levels: WinstonLike["levels"], logLevel: string): string {
  const known = [logLevel, logLevel.toLowerCase(), logLevel === "warn" ? "warning" : "info", "info"];
  return known.find((level) => level in levels) ?? Object.keys(levels).at(-1) ?? "info";
}
