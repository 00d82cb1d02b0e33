/** The signature of a task id: who has the key that services share continues the others' tasks, from whatever address. */

import { hub } from "../hub/index.js";

/** The header that carries it. */
export const SIGNATURE_HEADER = "x-eliot-task-signature";

/** Whether somebody who has the key signed a task id. Takes as long where the first character is wrong as the last. */
export function isSigned(taskId: string, signature: string | undefined): boolean {
  const expected = signature === undefined ? undefined : hub.signTaskId?.(taskId);
  if (expected === undefined || signature === undefined || signature.length !== expected.length) return false;
  let differing = 0;
  for (let i = 0; i < expected.length; i++) differing |= expected.charCodeAt(i) ^ signature.charCodeAt(i);
  return differing === 0;
}
