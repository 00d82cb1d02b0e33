// The keys and values that a tree needs of a line, as bytes.

export const TASK_UUID = ascii("task_uuid");
export const TASK_LEVEL = ascii("task_level");
export const TIMESTAMP = ascii("timestamp");
export const ACTION_TYPE = ascii("action_type");
export const ACTION_STATUS = ascii("action_status");
export const MESSAGE_TYPE = ascii("message_type");
export const STARTED = ascii('"started"');
export const SUCCEEDED = ascii('"succeeded"');
export const FAILED = ascii('"failed"');
export const TRUE = ascii("true");
export const FALSE = ascii("false");
export const NULL = ascii("null");

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
