// Actions of a whole log, by numbers of 53 bits: what follows from an action names it by its task id, and ids of deep
// actions are long. The key of an action comes from that of the action above it, in constant time however deep it is.

/** The key of a task's root action. */
export function rootKey(taskUuid: string): number {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let i = 0; i < taskUuid.length; i++) {
    const code = taskUuid.charCodeAt(i);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  return mixed(low, high);
}

/** The key of the action with this number in the action that has the key. */
export function childKey(key: number, number: number): number {
  const low = Math.imul((key >>> 0) ^ (number >>> 0), 2654435761);
  const high = Math.imul(Math.floor(key / 2 ** 32) ^ Math.floor(number / 2 ** 32) ^ 0x9e3779b9 ^ number, 1597334677);
  return mixed(low, high);
}

/** The key of the action that a task id names; undefined where the text is no task id. */
export function keyOfTaskId(taskId: string): number | undefined {
  const at = taskId.lastIndexOf("@/");
  if (at < 1) return undefined;
  let key = rootKey(taskId.slice(0, at));
  if (at + 2 === taskId.length) return key;
  for (const part of taskId.slice(at + 2).split("/")) {
    const number = Number(part);
    if (!/^[1-9][0-9]*$/.test(part) || !Number.isSafeInteger(number)) return undefined;
    key = childKey(key, number);
  }
  return key;
}

function mixed(low: number, high: number): number {
  const first = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  const second = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
  return (second & 0x1fffff) * 2 ** 32 + (first >>> 0);
}
