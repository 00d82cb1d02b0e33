/**
 * What a field is declared as. The kinds are looked at in the order in which they stand here: a validator of ArkType is
 * a function too, and `String` is a function that would turn everything into text.
 */

import { describeThrown, isReserved, quote } from "../../wire/index.js";

/** What validators of zod, valibot, ArkType and others have in common: https://standardschema.dev */
export interface StandardSchema<Input = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown, ...rest: never[]) => unknown;
    readonly types?: { readonly input: Input; readonly output: unknown } | undefined;
  };
}

/** A validator, `String`, `Number` or `Boolean`, or a function that gives what is to be written for a value. */
export type FieldDefinition =
  | StandardSchema
  | StringConstructor
  | NumberConstructor
  | BooleanConstructor
  | ((value: never) => unknown);

/** The declared fields, by name. */
export interface FieldDefinitions {
  readonly [name: string]: FieldDefinition;
}

/** The value that a call gives for a field that is declared so. */
export type FieldValue<D> = D extends {
  readonly "~standard": { readonly types?: { readonly input: infer Input } | undefined };
}
  ? Input
  : D extends StringConstructor
    ? string
    : D extends NumberConstructor
      ? number
      : D extends BooleanConstructor
        ? boolean
        : D extends (value: infer Value) => unknown
          ? Value
          : never;

/** The fields that a call gives; those that may be `undefined` may be left out. */
export type DefinedFields<D extends FieldDefinitions> = Readonly<
  { [K in keyof D as undefined extends FieldValue<D[K]> ? never : K]: FieldValue<D[K]> } & {
    [K in keyof D as undefined extends FieldValue<D[K]> ? K : never]?: FieldValue<D[K]>;
  }
>;

/** A declared field as the library keeps it. */
export interface Field {
  readonly name: string;
  readonly kind: "string" | "number" | "boolean" | "other";
  /** Gives what is written for a value; absent where the value itself is. */
  readonly serialize: ((value: unknown) => unknown) | undefined;
  /** Says what is wrong with a value, or `undefined`. */
  readonly complaint: (value: unknown) => string | undefined;
}

/** Reads the declaration of `where`. What cannot be a field is refused. */
export function toFieldList(where: string, definitions: FieldDefinitions): readonly Field[] {
  return Object.entries(definitions).map(([name, definition]) => {
    if (isReserved(name)) {
      throw new TypeError(
        `Cannot declare the field ${quote(name)} of ${where}: the log format has that name for itself; choose another`,
      );
    }
    return toField(where, name, definition);
  });
}

function toField(where: string, name: string, definition: unknown): Field {
  if (isSchema(definition)) {
    return { name, kind: "other", serialize: undefined, complaint: (value) => complaintOfSchema(definition, value) };
  }
  if (definition === String) return plain(name, "string");
  if (definition === Number) return plain(name, "number");
  if (definition === Boolean) return plain(name, "boolean");
  if (typeof definition === "function") {
    const serialize = definition as (value: unknown) => unknown;
    return { name, kind: "other", serialize, complaint: (value) => complaintOfSerializer(serialize, value) };
  }
  throw new TypeError(
    `Cannot declare the field ${quote(name)} of ${where} as ${definition === null ? "null" : `a value of type ${typeof definition}`}: ` +
      "give a validator (zod, valibot, ArkType, or whatever has ~standard), String, Number, Boolean, or a function of the value",
  );
}

function isSchema(definition: unknown): definition is StandardSchema {
  if ((typeof definition !== "object" && typeof definition !== "function") || definition === null) return false;
  const standard: unknown = (definition as Partial<StandardSchema>)["~standard"];
  return typeof standard === "object" && standard !== null && "validate" in standard;
}

function plain(name: string, kind: "string" | "number" | "boolean"): Field {
  return {
    name,
    kind,
    serialize: undefined,
    complaint: (value) => (typeof value === kind ? undefined : `is no ${kind} but ${kindOf(value)}`),
  };
}

function kindOf(value: unknown): string {
  return value === undefined ? "missing" : value === null ? "null" : `a value of type ${typeof value}`;
}

function complaintOfSchema(schema: StandardSchema, value: unknown): string | undefined {
  try {
    const result = schema["~standard"].validate(value);
    if (typeof result === "object" && result !== null && "then" in result) {
      return "has a validator that answers later; the field of a log message is checked at once";
    }
    const { issues } = result as { readonly issues?: readonly { readonly message: string }[] };
    if (issues === undefined || issues.length === 0) return undefined;
    return `is refused by its validator: ${issues.map(({ message }) => message).join("; ")}`;
  } catch (error) {
    return `has a validator that threw ${describeThrown(error)}`;
  }
}

function complaintOfSerializer(serialize: (value: unknown) => unknown, value: unknown): string | undefined {
  try {
    serialize(value);
    return undefined;
  } catch (error) {
    return `cannot be serialized: ${describeThrown(error)}`;
  }
}
