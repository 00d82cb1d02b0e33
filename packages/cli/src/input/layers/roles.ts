// What the values of an object become that is a line of a logger.

import { type LogRecord, levelOf, momentOf, type Words } from "../dialects/index.js";
import { isKeyOfWork } from "./request.js";
import { decidesOfDialect, type Shape } from "./shapes.js";
import { isPlain } from "./to-message.js";

/** A part that every line has in one place; a field as it is, that may tell of work; or what other values mean. */
type Role = "part" | "field" | "work" | "decides";

export interface Roles {
  readonly keys: ReadonlyMap<string, Role>;
  /** The keys of the parts that are read anew for each line. */
  readonly time: string | undefined;
  readonly level: string | undefined;
  readonly text: string | undefined;
}

/** The roles of the keys that a line has; `undefined` where the values of its fields decide under which names they stand. */
export function rolesOf({ dialect, shape, reading, time, level, text }: LogRecord, known: Shape): Roles | undefined {
  if (dialect.prepare !== undefined || dialect.reshape !== undefined) return undefined;
  if (shape === undefined || shape.errorType.length > 0) return undefined;
  const { value } = reading;
  const [timeKey, levelKey, textKey] = [shape.time[0], shape.level[0], shape.text[0]];
  const roles = {
    time: isRead(timeKey, time, momentOf) ? timeKey : undefined,
    level: isRead(levelKey, level, (found) => levelOf(found, dialect.levels)) ? levelKey : undefined,
    text: isRead(textKey, text, (found) => found) ? textKey : undefined,
  };
  const words = wordsIn(shape);
  const keys = new Map<string, Role>();
  for (const key of Object.keys(value)) {
    if (decidesOfDialect(key, known)) keys.set(key, "decides");
    else if (key === roles.time || key === roles.level || key === roles.text) keys.set(key, "part");
    else if (!isPlain(key)) return undefined;
    else if (words.has(key)) keys.set(key, "decides");
    else keys.set(key, isKeyOfWork(key) ? "work" : "field");
  }
  return { ...roles, keys };

  function isRead(key: string | undefined, part: unknown, read: (found: unknown) => unknown): boolean {
    return key !== undefined && part !== undefined && Object.hasOwn(value, key) && read(value[key]) === part;
  }
}

/** The first parts of the keys that a dialect uses. */
function wordsIn({ time, level, text, logger, error }: Words): ReadonlySet<string> {
  const all = [...time, ...level, ...text, ...logger, ...error];
  return new Set(all.flatMap((path) => [path, path.split(".", 1)[0] as string]));
}
