import { checkFields } from "./check-fields.js";
import type { Reporter } from "./emit.js";
import type { FieldWriter } from "./field-writer.js";
import type { TypeTexts } from "./fields.js";

/** What `defineAction` was told, as the library keeps it. */
export interface ActionDeclaration {
  readonly type: string;
  /** Names the action in complaints. */
  readonly where: string;
  readonly texts: TypeTexts;
  readonly start: FieldWriter;
  readonly success: FieldWriter;
}

/** Complains, in the action, of the fields that it starts with. */
export function checkStart(
  declaration: ActionDeclaration | undefined,
  given: object | undefined,
  action: Reporter,
): void {
  if (declaration === undefined) return;
  checkFields(`the start of ${declaration.where}`, declaration.start.fields, given, action);
}

/** Complains, in the action, of the fields that it is about to succeed with. */
export function checkSuccess(
  declaration: ActionDeclaration | undefined,
  given: object | undefined,
  action: Reporter,
): void {
  if (declaration === undefined) return;
  checkFields(`the success of ${declaration.where}`, declaration.success.fields, given, action);
}
