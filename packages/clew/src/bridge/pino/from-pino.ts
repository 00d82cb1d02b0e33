import { logMessage } from "../../record/index.js";
import { decodeJson } from "../../wire/index.js";
import { crossing } from "./crossing.js";

/** Options of `fromPino`. */
export interface FromPinoOptions {
  /** The type of the messages; `clew:pino` by default. */
  readonly messageType?: string;
}

/** A stream for pino to write to. */
export interface PinoStream {
  write(line: string): void;
}

const LEVELS: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

/**
 * Gives a stream for pino: each of its lines becomes a message in the action that is current where it is logged, with
 * its level as `log_level`, its text as `message`, its name as `logger`, and the fields that it has. The lines are
 * those that pino would write, so its serializers, bindings and redaction have had their way. Lines that `toPino`
 * writes stay out.
 *
 * @example
 * ```ts
 * import { addDestination, withAction } from "clew";
 * import { fromPino } from "clew/bridge/pino";
 * import pino from "pino";
 *
 * addDestination(({ log_level, message, row }) => message && console.log(log_level, message, row));
 * const logger = pino({ name: "import" }, fromPino());
 * withAction("import", () => logger.warn({ row: 17 }, "skipped"));
 * ```
 *
 * ```text output
 * warn skipped 17
 * ```
 */
export function fromPino(options: FromPinoOptions = {}): PinoStream {
  const { messageType = "clew:pino" } = options;
  return {
    write(line: string): void {
      crossing.inward(() => logMessage(messageType, fieldsOf(line)));
    },
  };
}

function fieldsOf(line: string): object {
  let entry: unknown;
  try {
    entry = decodeJson(line);
  } catch {
    return { message: line.trimEnd() };
  }
  if (typeof entry !== "object" || entry === null) return { message: line.trimEnd() };
  // The message has its own time, and who wrote the log is known of the whole log.
  const { level, time: _time, pid: _pid, hostname: _hostname, msg, name, ...fields } = entry as Record<string, unknown>;
  const logLevel = typeof level === "number" ? (LEVELS[level] ?? String(level)) : level;
  return {
    ...(logLevel === undefined ? {} : { log_level: logLevel }),
    ...(name === undefined ? {} : { logger: name }),
    ...(msg === undefined ? {} : { message: msg }),
    ...fields,
  };
}
