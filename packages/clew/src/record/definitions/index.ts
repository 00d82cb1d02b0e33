export { type ActionDefinition, type ActionFields, type DefinedAction, defineAction } from "./define-action.js";
export { defineMessage, type FieldArguments, type MessageDefinition } from "./define-message.js";
export type {
  DefinedFields,
  FieldDefinition,
  FieldDefinitions,
  FieldValue,
  StandardSchema,
} from "./field-definition.js";
