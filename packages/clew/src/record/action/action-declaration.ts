import type { LineBytes } from "../bytes/index.js";
import type { Reporter } from "../destinations/index.js";
import type { TypeTexts } from "../fields/index.js";
import type { AddedFields } from "../hub/index.js";

/** What `defineAction` was told of the fields of a start, or of a success. */
export interface DeclaredFields {
  /** The fields as the tail of a line, and what stands around them. */
  encode(given: object | undefined, added: AddedFields | undefined): string;
  /** The same as bytes, into the line that they end. */
  put(line: LineBytes, given: object | undefined, added: AddedFields | undefined): void;
  /** The fields as they are written, in an object. */
  serialized(given: object): object;
  /** Complains, in the action, of what differs from the declaration. */
  check(given: object | undefined, action: Reporter): void;
}

/** What `defineAction` was told, as an action asks for it. */
export interface ActionDeclaration {
  readonly type: string;
  readonly texts: TypeTexts;
  readonly start: DeclaredFields;
  readonly success: DeclaredFields;
}
