// What objects of one shape are: the lines of a logger have few shapes, so that the lists of wrappers, documents and
// dialects are asked once for a shape and not once for a line.

import type { Dialect } from "../dialects/index.js";
import type { JsonObject } from "../json-object.js";

interface Shape {
  readonly keys: readonly string[];
  readonly types: readonly string[];
  readonly dialect: Dialect;
}

/** A program logs in many shapes, and a few of them most of the time. */
const MOST_REMEMBERED = 16;

export class Shapes {
  /** Those that were seen last stand first. */
  #shapes: Shape[] = [];

  /** The dialect of the objects that have the same keys, with values of the same types. */
  dialectOf(value: JsonObject): Dialect | undefined {
    for (let at = 0; at < this.#shapes.length; at++) {
      const shape = this.#shapes[at] as Shape;
      if (!fits(value, shape)) continue;
      if (shape.dialect.recognizes?.(value) !== true) return undefined;
      if (at > 0) {
        this.#shapes[at] = this.#shapes[at - 1] as Shape;
        this.#shapes[at - 1] = shape;
      }
      return shape.dialect;
    }
    return undefined;
  }

  remember(value: JsonObject, dialect: Dialect): void {
    const keys = Object.keys(value);
    this.#shapes.unshift({ keys, types: keys.map((key) => typeOf(value[key])), dialect });
    if (this.#shapes.length > MOST_REMEMBERED) this.#shapes.pop();
  }
}

function fits(value: JsonObject, { keys, types }: Shape): boolean {
  let at = 0;
  for (const key in value) {
    if (keys[at] !== key || types[at] !== typeOf(value[key])) return false;
    at++;
  }
  return at === keys.length;
}

function typeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}
