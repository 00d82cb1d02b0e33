import { fieldNames } from "../wire/index.js";

// The keys and values that a tree needs of a line, as bytes.

export const TASK_UUID = ascii(fieldNames.TASK_UUID);
export const TASK_LEVEL = ascii(fieldNames.TASK_LEVEL);
export const TIMESTAMP = ascii(fieldNames.TIMESTAMP);
export const ACTION_TYPE = ascii(fieldNames.ACTION_TYPE);
export const ACTION_STATUS = ascii(fieldNames.ACTION_STATUS);
export const MESSAGE_TYPE = ascii(fieldNames.MESSAGE_TYPE);
export const PARENT_SPAN_ID = ascii(fieldNames.PARENT_SPAN_ID);
// How clew itself begins each line.
export const FIRST_UUID = ascii(`"${fieldNames.TASK_UUID}":"`);
export const THEN_LEVEL = ascii(`,"${fieldNames.TASK_LEVEL}":`);
export const THEN_TIME = ascii(`,"${fieldNames.TIMESTAMP}":`);

export const STARTED = ascii('"started"');
export const SUCCEEDED = ascii('"succeeded"');
export const FAILED = ascii('"failed"');
export const TRUE = ascii("true");
export const FALSE = ascii("false");
export const NULL = ascii("null");

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
