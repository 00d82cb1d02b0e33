/**
 * Random programs of log calls, the same for the same seed: messages and actions whose fields hold whatever JavaScript
 * has, with getters, proxies and `toJSON` that log, throw, flush, and add and remove destinations while a line is written.
 */

import {
  type Action,
  addDestination,
  addGlobalFields,
  defineAction,
  defineMessage,
  hub,
  logError,
  logMessage,
  redact,
  removeDestination,
  startAction,
  withAction,
  withFields,
} from "../../record/index.js";

/** What a program can do to the destination that its lines are compared of. */
export interface Place {
  /** Writes what is gathered, as a signal or a full buffer does in the middle of anything. */
  writeNow(): void;
}

export function createRandom(seed: number): (below: number) => number {
  let state = seed + 0x9e3779b9;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const NAMES = [
  "user",
  "key",
  "hit",
  "text",
  "n",
  "größe",
  'quo"te',
  "line\nbreak",
  "timestamp",
  "task_uuid",
  "message_type",
];
const TYPES = [
  "cache-miss",
  "note",
  'odd "type"',
  "typ\u00fc",
  "",
  "a-type-of-which-the-name-is-somewhat-long-for-a-type",
];
const TEXTS = [
  "",
  "alice",
  'she said "no"',
  "back\\slash",
  "tab\tand\u0000nul\u007f",
  "gr\u00fc\u00dfe \u2028 \ud83d\ude00",
  "\ud800 lone",
  "exactly thirty-two characters ok",
  "a text of more than thirty-two characters, plain",
  `a long text with a "quote" ${"and more of it ".repeat(8)}`,
  "gr\u00f6\u00dfer als zweiunddrei\u00dfig Zeichen, nicht in ASCII",
  `${"x".repeat(130)}\n${"y".repeat(20)}`,
  "a line of a text that is somewhat longer ".repeat(36),
  `${"z".repeat(1500)}\ud83d\ude00`,
];
const NUMBERS = [
  0,
  -0,
  1,
  7,
  10,
  99,
  100,
  12_345,
  2 ** 31 - 1,
  2 ** 31,
  -1,
  1.5,
  1e21,
  1e-7,
  Number.NaN,
  Infinity,
  1_700_000_000_123,
];

class Account {
  readonly id = 7;
  get hidden(): string {
    return "inherited";
  }
}

/** An error that comes from nowhere: where it was made is another place in each run. */
function errorOf(message: string): Error {
  return Object.assign(new Error(message), { stack: `Error: ${message}` });
}

const declaredMessage = defineMessage("declared", {
  user: String,
  n: Number,
  hit: Boolean,
  key: (value: unknown) => [String(value)],
});
const declaredAction = defineAction("declared-action", { start: { user: String }, success: { n: Number } });

/** Runs the program of a seed. */
export function runProgram(seed: number, place: Place): void {
  const random = createRandom(seed);
  const undo: (() => void)[] = [];
  let calls = 0;
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;

  const primitive = (): unknown => {
    switch (random(6)) {
      case 0:
        return pick(NUMBERS);
      case 1:
        return random(2) === 0;
      case 2:
        return pick([null, undefined, 12n, Symbol("s"), () => 1]);
      case 3:
        return longText();
      default:
        return pick(TEXTS);
    }
  };

  /** A text in which one character, wherever it stands, may not stand in JSON as it is, or not as one byte. */
  const longText = (): string => {
    const length = 1 + random(90);
    const at = random(length);
    return (
      "x".repeat(at) +
      pick(["\u0001", "\u001f", "\u007f", '"', "\\", "\u00e9", "\u20ac", "x"]) +
      "y".repeat(length - at)
    );
  };

  /** What a getter, a trap or a toJSON does before it gives its value. */
  const meanwhile = (): void => {
    if (++calls > 30) return;
    switch (random(7)) {
      case 0:
        logMessage("meanwhile", fieldsOf(1));
        break;
      case 1:
        withAction("meanwhile", fieldsOf(1), () => logMessage("deeper", { n: 1 }));
        break;
      case 2:
        place.writeNow();
        break;
      case 3:
        throw new Error("a getter threw");
      case 4:
        visit();
        break;
      default:
    }
  };

  const afterAll = (): unknown => {
    meanwhile();
    return primitive();
  };

  /** A second destination comes, logs by itself, and perhaps goes again at once. */
  const visit = (): void => {
    let isLogging = false;
    const visitor = () => {
      if (isLogging) return;
      isLogging = true;
      logMessage("of a destination", { n: 2 });
      isLogging = false;
    };
    addDestination(visitor);
    if (random(2) === 0) void removeDestination(visitor);
    else undo.push(() => void removeDestination(visitor));
  };

  const value = (depth: number): unknown => {
    switch (random(depth > 0 ? 14 : 10)) {
      case 10:
        return { a: value(depth - 1), b: primitive() };
      case 11:
        return [value(depth - 1), primitive()];
      case 12:
        return { toJSON: afterAll };
      case 13:
        return pick<() => unknown>([
          () => new Date(0),
          () => new Map([["k", 1]]),
          () => new Account(),
          () => errorOf("as a value"),
          () => new Uint8Array([1, 2]),
          () => {
            const circle: Record<string, unknown> = {};
            circle.self = circle;
            return circle;
          },
        ])();
      default:
        return primitive();
    }
  };

  const plainFields = (depth: number): Record<string, unknown> => {
    const fields: Record<string, unknown> = {};
    const count = random(20) === 0 ? 45 : random(5);
    for (let i = 0; i < count; i++) fields[i < NAMES.length && random(3) > 0 ? pick(NAMES) : `name${i}`] = value(depth);
    return fields;
  };

  const fieldsOf = (depth: number): object | undefined => {
    const fields = plainFields(depth);
    switch (random(12)) {
      case 0:
        return undefined;
      case 1:
        return Object.defineProperty(fields, pick(["late", "user"]), {
          get: afterAll,
          enumerable: true,
          configurable: true,
        });
      case 2:
        return new Proxy(fields, {
          get(target, name) {
            meanwhile();
            return Reflect.get(target, name);
          },
          ownKeys(target) {
            if (random(4) === 0) meanwhile();
            return Reflect.ownKeys(target);
          },
        });
      case 3:
        return Object.assign(Object.create(null), fields);
      case 4:
        return JSON.parse('{"__proto__":{"a":1},"plain":2}');
      case 5:
        return pick<() => object>([() => [1, 2], () => new Account(), () => errorOf("as fields"), () => new Map()])();
      case 6:
        return Object.assign(Object.create({ inherited: 1 }), fields);
      default:
        return fields;
    }
  };

  const step = (depth: number): void => {
    const type = pick(TYPES);
    switch (random(depth > 0 ? 14 : 8)) {
      case 8:
        withAction(type, fieldsOf(2), (action: Action) => {
          if (random(3) === 0) action.addSuccessFields(plainFields(1));
          if (random(4) === 0) action.addFields(plainFields(1));
          if (random(4) === 0) action.serializeTaskId();
          for (let i = random(4); i > 0; i--) step(depth - 1);
        });
        break;
      case 9:
        try {
          withAction(type, fieldsOf(1), () => {
            step(depth - 1);
            throw errorOf("failed");
          });
        } catch {
          // It is the program's own.
        }
        break;
      case 10:
        withFields(plainFields(1), () => step(depth - 1));
        break;
      case 13:
        // Not what was declared, as types do not reach everywhere.
        declaredAction.with((fieldsOf(1) ?? {}) as { user: string }, (action) => {
          declaredMessage.log(fieldsOf(1) as never);
          action.addSuccessFields(plainFields(0) as { n: number });
        });
        break;
      case 11: {
        const action = startAction(type, fieldsOf(1));
        action.run(() => step(depth - 1));
        if (random(3) > 0) action.finish(undefined, random(3) === 0 ? { endedAtMs: 1_700_000_000_000 } : undefined);
        break;
      }
      case 12:
        pick([
          () => undo.push(redact(["user", "text"])),
          () => addGlobalFields(plainFields(0)),
          () => place.writeNow(),
          visit,
          () => logError(errorOf("logged"), fieldsOf(1)),
        ])();
        break;
      default:
        logMessage(random(40) === 0 ? (7 as never) : type, fieldsOf(2) as object);
    }
  };

  for (let i = 2 + random(8); i > 0; i--) step(4);
  for (const end of undo) end();
  hub.globalFields = undefined;
}
