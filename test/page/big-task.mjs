/**
 * The log of a task of so many actions and messages: batches of ten, each with queries and notes in it.
 *
 * @param {number} nodes
 */
export function bigTask(nodes) {
  /** @type {string[]} */
  const lines = [];
  /** @param {readonly number[]} level @param {number} timestamp @param {object} fields */
  const write = (level, timestamp, fields) =>
    lines.push(JSON.stringify({ task_uuid: "big", task_level: level, timestamp, ...fields }));
  /** @param {string} action_type */
  const started = (action_type) => ({ action_type, action_status: "started" });
  /** @param {string} action_type */
  const ended = (action_type, failed = false) =>
    failed
      ? { action_type, action_status: "failed", exception: "ValueError", reason: "bad row" }
      : { action_type, action_status: "succeeded" };
  write([1], 0, started("import"));
  for (let batch = 0; batch < nodes / 20; batch++) {
    const at = [batch + 2];
    write([...at, 1], batch, started("batch"));
    for (let query = 0; query < 9; query++) {
      const time = batch + query / 10;
      write([...at, query + 2, 1], time, started("query"));
      write([...at, query + 2, 2], time + 0.01, { message_type: "row", key: batch * 9 + query });
      write([...at, query + 2, 3], time + 0.05, ended("query", batch % 50 === 7 && query === 4));
    }
    write([...at, 11], batch + 0.9, { message_type: "note" });
    write([...at, 12], batch + 0.95, ended("batch"));
  }
  write([nodes / 20 + 2], nodes / 20, ended("import"));
  return lines.join("\n");
}
