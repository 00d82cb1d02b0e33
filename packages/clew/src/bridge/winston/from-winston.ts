import { logMessage } from "../../record/index.js";
import { crossing } from "./crossing.js";

/** Options of `fromWinston`. */
export interface FromWinstonOptions {
  /** The type of the messages; `clew:winston` by default. */
  readonly messageType?: string;
}

/** What a winston logger must have for its lines to be taken. */
export interface WinstonWritable {
  // The chunk is winston's info, whose type is its own.
  write(info: never, ...rest: never[]): boolean;
  isLevelEnabled(level: string): boolean;
}

type Write = (info: unknown, ...rest: unknown[]) => boolean;

/**
 * Makes every line of a winston logger, and of its children, a message in the action that is current where it is
 * logged, with its level as `log_level`, its text as `message`, and the fields that it has. The logger writes to its
 * transports as before. Gives the function that ends this. Lines that `toWinston` writes stay out.
 *
 * @example
 * ```ts
 * import { addDestination, withAction } from "clew";
 * import { fromWinston } from "clew/bridge/winston";
 * import winston from "winston";
 *
 * addDestination(({ log_level, message, row }) => message && console.log(log_level, message, row));
 * const logger = winston.createLogger({ transports: [new winston.transports.Console({ silent: true })] });
 * fromWinston(logger);
 * withAction("import", () => logger.warn("skipped", { row: 17 }));
 * ```
 *
 * ```text output
 * warn skipped 17
 * ```
 */
export function fromWinston(logger: WinstonWritable, options: FromWinstonOptions = {}): () => void {
  const { messageType = "clew:winston" } = options;
  // In its streams a line may wait for others, so it is taken where it is written: there the context is the caller's.
  const target = logger as unknown as { write: Write };
  const { write } = target;
  let isOver = false;
  const replacement: Write = function (this: unknown, info, ...rest) {
    if (!isOver) crossing.inward(() => take(logger, messageType, info));
    return write.call(this, info, ...rest);
  };
  target.write = replacement;
  return () => {
    isOver = true;
    if (target.write === replacement) target.write = write;
  };
}

function take(logger: WinstonWritable, messageType: string, info: unknown): void {
  if (typeof info !== "object" || info === null) return;
  const { level, message, ...fields } = info as Record<string, unknown>;
  if (typeof level !== "string" || !logger.isLevelEnabled(level)) return;
  logMessage(messageType, { log_level: level, message, ...fields });
}
