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
 * its level as `log_level`, its text as `message`, its name as `logger`, its error as `exception`, `reason` and `traceback`,
 * and the fields that it has; those whose names are taken by these are called `field_<name>`. The lines are those that
 * pino would write, so its serializers, bindings and redaction have had their way. Lines that `toPino` writes stay out.
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
  const members = membersOf(line);
  if (members === undefined) return { message: line.trimEnd() };
  const fields = new Map<string, unknown>();
  const own = new Map<string, unknown>();
  for (const [name, value] of members) {
    // Pino's own come first. What the program calls alike comes later, but for the text, which is the last.
    if (HEAD.has(name) && !own.has(name)) own.set(name, value);
    else if (name === "msg") {
      if (own.has("msg")) fields.set("field_msg", own.get("msg"));
      own.set("msg", value);
    } else fields.set(HEAD.has(name) || TAKEN.has(name) ? `field_${name}` : name, value);
  }
  if (!own.has("msg") && typeof fields.get("field_message") === "string") {
    own.set("msg", fields.get("field_message"));
    fields.delete("field_message");
  }
  const level = own.get("level");
  const error = takeError(fields);
  return {
    ...named("log_level", typeof level === "number" ? (LEVELS[level] ?? String(level)) : level),
    ...named("logger", own.get("name")),
    ...named("message", own.get("msg")),
    ...error,
    ...Object.fromEntries(fields),
  };
}

/** Of pino's own the message has a time itself, and who wrote a log is known of the whole log. */
const HEAD = new Set(["level", "time", "pid", "hostname", "name"]);
/** What the message has for itself. */
const TAKEN = new Set(["log_level", "logger", "message"]);

function named(name: string, value: unknown): object {
  return value === undefined ? {} : { [name]: value };
}

/** An error as pino serializes it, in the words of a failure, as `clew import --from pino` tells it. */
function takeError(fields: Map<string, unknown>): object {
  for (const key of ["err", "error"]) {
    const value = fields.get(key);
    if (typeof value !== "object" || value === null) continue;
    const { type, name, message, stack, ...others } = value as Record<string, unknown>;
    const exception = typeof type === "string" ? type : name;
    if (typeof exception !== "string" || typeof message !== "string") continue;
    if (Object.keys(others).length === 0) fields.delete(key);
    else fields.set(key, others);
    const reason = message === "" ? exception : message;
    return { exception, reason, ...named("traceback", typeof stack === "string" ? stack : undefined) };
  }
  return {};
}

/** A string, a bracket or other punctuation, or a number or word. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

/**
 * The members of a line that is an object, in their order and with those of equal names, of which `JSON.parse` keeps the
 * last only: pino writes them, and one may be its own.
 */
function membersOf(line: string): [string, unknown][] | undefined {
  let entry: unknown;
  try {
    entry = decodeJson(line);
  } catch {
    return undefined;
  }
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return undefined;
  const members: [string, unknown][] = [];
  let depth = 0;
  let name: string | undefined;
  let last = "";
  let from = 0;
  for (const { 0: token, index } of line.matchAll(TOKEN)) {
    if (depth === 1 && (token === "," || token === "}") && name !== undefined) {
      members.push([name, decodeJson(line.slice(from, index))]);
      name = undefined;
    } else if (depth === 1 && token === ":" && name === undefined) {
      name = JSON.parse(last) as string;
      from = index + 1;
    }
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    last = token;
  }
  return members;
}
