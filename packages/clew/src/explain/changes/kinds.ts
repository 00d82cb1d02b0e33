// Kinds of action, and of what an action can hold. A kind is a type under its parent's type. A call is told apart by
// what it calls: where a client's span has one type for every callee, `web/HTTP POST` to the cart and to the payment are
// two kinds.

import { type ActionPath, isElsewhere, type Note, type Place, reasonPattern, type Span } from "../task/index.js";
import { Words } from "./words.js";

/** A kind of action. */
export interface Kind {
  readonly number: number;
  /** The parent's type, where it has one, and its own. */
  readonly actionPath: readonly string[];
  /** The path of the first that was seen. */
  readonly path: ActionPath;
  /** The type that is called, where it is a call into another place. */
  readonly callee: string | undefined;
  readonly depth: number;
}

/** A kind of thing that an action holds: a child, a message, a value that its finish tells, an error. */
export interface ItemKind {
  readonly role: "child" | "message" | "outcome" | "error";
  readonly name: string;
}

const MOST_KINDS = 20_000;
const MOST_ITEMS = 50_000;
/** Distinct values of a finish's field, in one kind of action, up to which they are outcomes and not results. */
const MOST_OUTCOMES = 12;
/** Fields in which by convention the words of a log line stand. */
const TEXT_FIELDS: readonly string[] = ["message", "text", "msg", "body", "event"];

export class Kinds {
  readonly #kinds: Kind[] = [];
  readonly #byName = new Map<string, Kind>();
  readonly #items = new Words(MOST_ITEMS);
  readonly #roles: ItemKind[] = [];
  readonly #outcomes = new Map<string, Set<unknown>>();

  kindOf(span: Span, callee: string | undefined, parent: Kind | undefined): Kind | undefined {
    const name = `${parent === undefined ? "" : nameOf(parent)}\n${span.path.type}\n${callee ?? ""}`;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.#kinds.length >= MOST_KINDS) return undefined;
    const { type, depth } = span.path;
    const actionPath = parent === undefined ? [type] : [parent.actionPath.at(-1) as string, type];
    const kind = { number: this.#kinds.length, actionPath, path: span.path, callee, depth };
    this.#byName.set(name, kind);
    this.#kinds.push(kind);
    return kind;
  }

  /** The kind of those actions of a kind that a key tells apart. */
  partOf(kind: Kind, key: number, depth: number): Kind | undefined {
    const name = `${kind.number} ${key}`;
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    if (this.#kinds.length >= MOST_KINDS) return undefined;
    const part = { ...kind, number: this.#kinds.length, depth };
    this.#byName.set(name, part);
    this.#kinds.push(part);
    return part;
  }

  all(): readonly Kind[] {
    return this.#kinds;
  }

  item(number: number): ItemKind {
    return this.#roles[number] as ItemKind;
  }

  get itemCount(): number {
    return this.#items.size;
  }

  childItem(type: string, callee: string | undefined): number | undefined {
    return this.#item("child", callee === undefined ? type : `${type} → ${callee}`);
  }

  /** The kinds of a message: its type, and, where it has words, what they say but for ids and numbers. */
  messageItems({ message }: Note): number[] {
    const { messageType, fields } = message;
    const level = fields.log_level ?? fields.level;
    const type = [messageType ?? "(message)", level, fields.logger].filter((part) => isWord(part)).join(" ");
    const found = [this.#item("message", type)];
    const words = TEXT_FIELDS.map((field) => fields[field]).find((text) => typeof text === "string");
    if (typeof words === "string") found.push(this.#item("message", `${type}: ${reasonPattern(words).slice(0, 120)}`));
    return found.filter((number) => number !== undefined);
  }

  /** What the finish of an action tells, where it is one of a few values. */
  outcomeItems(span: Span): number[] {
    const { action, path } = span;
    const found: (number | undefined)[] = [];
    if (action.status === "failed") {
      found.push(this.#item("error", `${action.exception ?? "error"}: ${reasonPattern(action.reason).slice(0, 120)}`));
    }
    for (const [field, value] of Object.entries(action.endFields ?? {})) {
      if (field.startsWith("clew_") || (typeof value === "object" && value !== null)) continue;
      if (field === "exception" || field === "reason" || field === "traceback" || !isOutcome(value)) continue;
      const name = `${path.type}.${field}`;
      const values = this.#outcomes.get(name) ?? new Set();
      this.#outcomes.set(name, values);
      if (values.size < MOST_OUTCOMES + 1) values.add(value);
      if (values.size <= MOST_OUTCOMES) found.push(this.#item("outcome", `${name} = ${String(value)}`));
    }
    return found.filter((number) => number !== undefined);
  }

  /** Whether a field told so many values that none of them is an outcome. */
  isResult(item: ItemKind): boolean {
    if (item.role !== "outcome") return false;
    return (this.#outcomes.get(item.name.slice(0, item.name.lastIndexOf(" = ")))?.size ?? 0) > MOST_OUTCOMES;
  }

  #item(role: ItemKind["role"], name: string): number | undefined {
    const number = this.#items.numberOf(`${role}\n${name}`);
    if (number !== undefined) this.#roles[number] ??= { role, name };
    return number;
  }
}

function nameOf({ actionPath, callee }: Kind): string {
  return `${actionPath.at(-1)}\n${callee ?? ""}`;
}

function isWord(value: unknown): value is string | number {
  return (typeof value === "string" && value.length < 80) || typeof value === "number";
}

function isOutcome(value: unknown): boolean {
  return (
    (typeof value === "string" && value.length <= 40) ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    value === null
  );
}

/**
 * The type that an action calls, given the places of its task's spans: where it runs where its parent does, says nothing of its own, and all its children run
 * elsewhere and are of one type, it is a client's span.
 */
export function calleeOf({ children, items, number, parent }: Span, places: readonly Place[]): string | undefined {
  const [first] = children;
  if (first === undefined || parent === undefined || items.length > Math.min(MOST_CALLED, children.length))
    return undefined;
  const place = places[number] as Place;
  if (isElsewhere(places[parent.number] as Place, place)) return undefined;
  const { type } = first.path;
  const called = children.every(
    (child) => child.path.type === type && isElsewhere(place, places[child.number] as Place),
  );
  return called ? type : undefined;
}

/** A call may be sent again; with more children than this an action does more than to call. */
const MOST_CALLED = 5;
