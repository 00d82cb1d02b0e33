import { ActionRecord } from "./action-record.js";
import { checkFields } from "./check-fields.js";
import type { AddedFields, Context } from "./context.js";
import type { FieldWriter } from "./field-writer.js";
import { hub } from "./hub.js";

/** What `defineAction` was told, as the library keeps it. */
export interface ActionDeclaration {
  readonly type: string;
  /** Names the action in complaints. */
  readonly where: string;
  readonly start: FieldWriter;
  readonly success: FieldWriter;
}

/** An action whose fields are declared: it writes them by the code that was made for them. */
export class DeclaredAction extends ActionRecord {
  readonly #declaration: ActionDeclaration;
  /** The fields of success so far, where they are to be checked. */
  #toCheck: object | undefined;

  constructor(declaration: ActionDeclaration, parent: ActionRecord | undefined, context: Context | undefined) {
    super(parent, declaration.type, context);
    this.#declaration = declaration;
  }

  override start(fields: object | undefined, extra: object | undefined): void {
    super.start(fields, extra);
    if (hub.validates) this.#check("start", fields);
  }

  override addSuccessFields(fields: object): void {
    super.addSuccessFields(fields);
    if (hub.validates) this.#toCheck = { ...this.#toCheck, ...fields };
  }

  override succeed(extra?: object): void {
    if (hub.validates && !this.isFinished) this.#check("success", this.#toCheck);
    super.succeed(extra);
  }

  protected override encodeStart(fields: object | undefined): string {
    return this.#declaration.start.encode(fields, this.fields);
  }

  protected override encodeSuccess(
    own: object | undefined,
    any: object | undefined,
    added: AddedFields | undefined,
  ): string {
    const { success } = this.#declaration;
    if (any === undefined) return success.encode(own, added);
    return super.encodeSuccess(own === undefined ? undefined : success.serialized(own), any, added);
  }

  #check(phase: "start" | "success", given: object | undefined): void {
    const { where, [phase]: writer } = this.#declaration;
    checkFields(`the ${phase} of ${where}`, writer.fields, given, this);
  }
}
