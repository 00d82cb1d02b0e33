// One object of a log while its parts are taken out of it. What nobody took is left as the fields of the message.

import { isObject, type JsonObject } from "../../json-object.js";

export class Reading {
  readonly value: JsonObject;
  readonly #taken: string[];
  /** Objects of which a part was taken, without that part. */
  #changed: Record<string, JsonObject> | undefined;

  constructor(value: JsonObject, taken: string[] = []) {
    this.value = value;
    this.#taken = taken;
  }

  /** Another object, with the same keys: what was taken of this one is taken of it, and no more. */
  like(value: JsonObject): Reading {
    const reading = new Reading(value, this.#taken);
    reading.#changed = this.#changed;
    return reading;
  }

  /** The value at a dotted path, if it is still there. */
  at(path: string): unknown {
    const here = this.value[path];
    if (here !== undefined) return this.#taken.includes(path) ? undefined : here;
    const dot = path.indexOf(".");
    if (dot === -1) return undefined;
    const top = path.slice(0, dot);
    let found: unknown = this.#changed?.[top] ?? this.value[top];
    for (const key of path.slice(dot + 1).split(".")) {
      if (!isObject(found) || !Object.hasOwn(found, key)) return undefined;
      found = found[key];
    }
    return found;
  }

  /** Takes the first of the paths at which something stands that can be read. */
  take<Value>(paths: readonly string[], read: (value: unknown) => Value | undefined): Value | undefined {
    for (const path of paths) {
      const found = this.at(path);
      if (found === undefined || found === null) continue;
      const value = read(found);
      if (value === undefined) continue;
      this.drop(path);
      return value;
    }
    return undefined;
  }

  /** Leaves a value out of the fields. */
  drop(path: string): void {
    if (this.value[path] !== undefined) {
      this.#taken.push(path);
      return;
    }
    const [top = "", ...keys] = path.split(".");
    const whole = this.#changed?.[top] ?? this.value[top];
    if (!isObject(whole)) return;
    const rest = without(whole, keys);
    if (Object.keys(rest).length === 0) this.#taken.push(top);
    else this.#changed = { ...this.#changed, [top]: rest };
  }

  /** Puts another object in the place of one. */
  replace(key: string, rest: JsonObject): void {
    if (Object.keys(rest).length === 0) this.drop(key);
    else this.#changed = { ...this.#changed, [key]: rest };
  }

  /** Gives what is left under each key. */
  eachLeft(give: (key: string, value: unknown) => void): void {
    const taken = this.#taken;
    const changed = this.#changed;
    // A value of JSON has no keys but its own.
    for (const key in this.value) if (!taken.includes(key)) give(key, changed?.[key] ?? this.value[key]);
  }
}

function without(value: JsonObject, keys: readonly string[]): JsonObject {
  const [first = "", ...others] = keys;
  const copy: Record<string, unknown> = { ...value };
  const inner = copy[first];
  if (others.length === 0) delete copy[first];
  else if (isObject(inner)) {
    const rest = without(inner, others);
    if (Object.keys(rest).length === 0) delete copy[first];
    else copy[first] = rest;
  }
  return copy;
}
