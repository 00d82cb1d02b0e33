/**
 * Writes declared fields as the tail of a line. The names are known, so the code for them is made once: a function in
 * which each field is read by its own name and written by what its kind needs. Where a page's content security policy
 * forbids to make code, a loop over the fields does the same, slower.
 */

import { describeThrown, encodeNumber, encodeValue, quote } from "../../wire/index.js";
import type { DeclaredFields } from "../action/index.js";
import { type LineBytes, toWords } from "../bytes/index.js";
import { encodeFields, encodeSurrounding, PLAIN_KEYS } from "../fields/index.js";
import { hub } from "../hub/index.js";
import { checkFields } from "./check-fields.js";
import type { Field } from "./field-definition.js";

type Write = (fields: Record<string, unknown>) => string;
type Put = (line: LineBytes, fields: Record<string, unknown>) => void;

/** Makes what writes the fields of `where`, which names them in complaints. */
export function createFieldWriter(where: string, fields: readonly Field[]): DeclaredFields {
  // Made when they are first asked for: most programs need one of the two, and not of every declaration.
  let write: Write | undefined;
  let put: Put | undefined;
  // The slow way writes what the quick one does: the declared fields, and of these no undefined one.
  const serialized = (given: object): object => {
    const result: Record<string, unknown> = Object.create(null);
    for (const { name, serialize } of fields) {
      const value = fieldOf(given, name);
      if (value !== undefined) result[name] = serialize === undefined ? value : serializedValue(serialize, value);
    }
    return result;
  };
  return {
    serialized,
    check: (given, reporter) => checkFields(where, fields, given, reporter),
    encode(given, added) {
      if (given === undefined || given === null) return encodeFields(undefined, added);
      if (hub.redaction !== undefined) return encodeFields(serialized(given), added);
      let own: string;
      try {
        write ??= compileText(fields);
        own = write(given as Record<string, unknown>);
      } catch {
        // A getter threw: the slow way writes each field for itself.
        return encodeFields(serialized(given), added);
      }
      if (added === undefined && hub.globalFields === undefined) return own;
      return own + encodeSurrounding(given, added, PLAIN_KEYS);
    },
    put(line, given, added) {
      if (given === undefined || given === null || hub.redaction !== undefined) {
        line.text(this.encode(given, added));
        return;
      }
      const before = line.length;
      try {
        put ??= compileBytes(fields);
        put(line, given as Record<string, unknown>);
      } catch {
        line.cut(before);
        line.text(encodeFields(serialized(given), added));
        return;
      }
      if (added !== undefined || hub.globalFields !== undefined) line.text(encodeSurrounding(given, added, PLAIN_KEYS));
    },
  };
}

function compileText(fields: readonly Field[]): Write {
  const lines = fields.map((field, i) => {
    const key = JSON.stringify(`,${quote(field.name)}:`);
    return `v = fields[${JSON.stringify(field.name)}]; if (v !== undefined) text += ${key} + ${expression(field, i)};`;
  });
  const body = `return (fields) => { let text = "", v; ${lines.join(" ")} return text; };`;
  try {
    const make = new Function("quote", "number", "plain", "serialized", body);
    return make(quote, encodeNumber, encodeValue, othersOf(fields)) as Write;
  } catch {
    return (given) => loop(fields, given);
  }
}

/** The same, that writes into a line of bytes. */
function compileBytes(fields: readonly Field[]): Put {
  const keys = fields.map(({ name }) => toWords(`,${quote(name)}:`));
  const lines = fields.map((field, i) => {
    const value = `v = fields[${JSON.stringify(field.name)}]`;
    return `${value}; if (v !== undefined) { line.words(keys[${i}]); ${statement(field, i)} }`;
  });
  const body = `return (line, fields) => { let v; ${lines.join(" ")} };`;
  try {
    const make = new Function("keys", "plain", "serialized", body);
    return make(keys, encodeValue, othersOf(fields)) as Put;
  } catch {
    return (line, given) => line.text(loop(fields, given));
  }
}

/** What writes the values of fields of no kind of their own. */
function othersOf(fields: readonly Field[]): ((value: unknown) => string)[] {
  return fields.map(
    ({ serialize }) =>
      (value) =>
        encodeOther(serialize, value),
  );
}

/** What writes one value into a line of bytes, as code. */
function statement({ kind, serialize }: Field, i: number): string {
  switch (kind) {
    case "string":
      return 'if (typeof v === "string") line.string(v); else line.text(plain(v));';
    case "number":
      return 'if (typeof v === "number") line.number(v); else line.text(plain(v));';
    case "boolean":
      return 'if (typeof v === "boolean") line.boolean(v); else line.text(plain(v));';
    default:
      if (serialize !== undefined) return `line.text(serialized[${i}](v));`;
      return 'if (typeof v === "string") line.string(v); else if (typeof v === "number") line.number(v); else line.text(plain(v));';
  }
}

/** What writes one value, as code. A value of another kind than was declared is written as what it is. */
function expression({ kind, serialize }: Field, i: number): string {
  switch (kind) {
    case "string":
      return '(typeof v === "string" ? quote(v) : plain(v))';
    case "number":
      return '(typeof v === "number" ? number(v) : plain(v))';
    case "boolean":
      return '(v === true ? "true" : v === false ? "false" : plain(v))';
    default:
      if (serialize !== undefined) return `serialized[${i}](v)`;
      return '(typeof v === "string" ? quote(v) : typeof v === "number" ? number(v) : plain(v))';
  }
}

function loop(fields: readonly Field[], given: Record<string, unknown>): string {
  let text = "";
  for (const { name, serialize } of fields) {
    const value = given[name];
    if (value !== undefined) text += `,${quote(name)}:${encodeOther(serialize, value)}`;
  }
  return text;
}

function encodeOther(serialize: Field["serialize"], value: unknown): string {
  return encodeValue(serialize === undefined ? value : serializedValue(serialize, value));
}

/** A getter that throws costs its field and not the message. */
function fieldOf(given: object, name: string): unknown {
  try {
    return (given as Record<string, unknown>)[name];
  } catch (error) {
    return `[getter threw: ${describeThrown(error)}]`;
  }
}

/** A serializer that throws costs its field and not the message. */
function serializedValue(serialize: (value: unknown) => unknown, value: unknown): unknown {
  try {
    return serialize(value);
  } catch (error) {
    return `[cannot be serialized: ${describeThrown(error)}]`;
  }
}
