import { format } from "node:util";
import { logMessage } from "../../record/index.js";
import { isError } from "../../wire/index.js";
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
  /** What makes of a line what is written. */
  readonly format?: { transform(info: never, options?: never): unknown; readonly options?: unknown };
}

type Write = (info: unknown, ...rest: unknown[]) => boolean;

/**
 * Makes every line of a winston logger, and of its children, a message in the action that is current where it is
 * logged, with its level as `log_level`, its text as `message`, and the fields that it has: those that the logger's format makes
 * of it, so that the text has its values and a redaction has had its way;
 * an error is `exception`, `reason` and `traceback`. Fields whose names are taken are called `field_<name>`. The logger
 * writes to its transports as before; its format is asked once more for each line. Gives the function that ends this. Lines
 * that `toWinston` writes stay out.
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

/** What winston gives to its format: its own words under symbols, the fields under names. */
interface Info {
  readonly [name: string]: unknown;
  readonly [LEVEL]?: unknown;
  readonly [SPLAT]?: unknown;
}

const LEVEL = Symbol.for("level");
/** The values that were given after the text. */
const SPLAT = Symbol.for("splat");
/** What the message has for itself. */
const TAKEN = new Set(["log_level", "exception", "reason", "traceback"]);

function take(logger: WinstonWritable, messageType: string, given: unknown): void {
  if (typeof given !== "object" || given === null) return;
  const info = given as Info;
  const level = info[LEVEL] ?? info.level;
  if (typeof level !== "string" || !logger.isLevelEnabled(level)) return;
  const { line, left } = filled(info);
  const output = formatted(logger, line);
  // The format may say that the line is not to be written.
  if (output === undefined) return;
  const { level: _level, message, stack, ...fields } = output;
  const all: Record<string, unknown> = { log_level: level, message: textOf(message), ...failureOf(info, stack) };
  for (const [name, value] of Object.entries(fields)) all[TAKEN.has(name) ? `field_${name}` : name] = value;
  if (left.length > 0) all.splat = left;
  logMessage(messageType, all);
}

/**
 * The line with its values in the text and in its fields, as winston's format `splat` makes it; and the values that have no
 * place there. Before the logger's own format, so that nothing passes by what that takes out.
 */
function filled(info: Info): { readonly line: Info; readonly left: readonly unknown[] } {
  const { [SPLAT]: splat, message } = info;
  // The `errors` format knows an error by its class.
  if (isError(info) || !Array.isArray(splat)) return { line: info, left: [] };
  const tokens = typeof message === "string" ? (message.match(/%[scdjifoO]/g)?.length ?? 0) : 0;
  const text = tokens > 0 ? format(message, ...splat.slice(0, tokens)) : message;
  const rest: unknown[] = splat.slice(tokens);
  const metas = rest.filter((value) => typeof value === "object" && value !== null && !isError(value));
  const { message: _message, ...fields }: { message?: unknown } = Object.assign({}, ...metas);
  return {
    line: { ...fields, ...info, message: text, [SPLAT]: [] },
    left: rest.filter((value) => typeof value !== "object" || value === null),
  };
}

/** What the logger's format makes of a line; `undefined` where it drops it. */
function formatted({ format: own }: WinstonWritable, line: Info): Info | undefined {
  // Formats change what they are given, and the text of an error is no property that is copied.
  const copy = isError(line) ? line : { ...line };
  try {
    const output = own === undefined ? copy : own.transform(copy as never, own.options as never);
    return typeof output === "object" && output !== null ? { ...output, message: (output as Info).message } : undefined;
  } catch {
    return { ...line, message: line.message };
  }
}

function textOf(message: unknown): unknown {
  return isError(message) ? message.message : message;
}

/** The error of a line: the line itself, its text, or what was given after the text. */
function failureOf(info: Info, stack: unknown): object {
  const { [SPLAT]: splat } = info;
  const error = [info, info.message, ...(Array.isArray(splat) ? splat : [])].find((value) => isError(value));
  if (!isError(error)) return typeof stack === "string" ? { traceback: stack } : {};
  return { exception: error.name, reason: error.message, traceback: error.stack ?? stack };
}
