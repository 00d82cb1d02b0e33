// A log as outlines, one for each task: what the test of members compares. Ports, times and ids are left out.

const LEFT_OUT =
  /^(?:timestamp|task_uuid|task_level|action_type|action_status|message_type|exception|reason|traceback|code|clew_.*)$/;

/** The outlines of a log's messages, in the order in which the tasks began. */
export function outlines(messages) {
  const tasks = new Map();
  for (const message of messages) tasks.set(message.task_uuid, [...(tasks.get(message.task_uuid) ?? []), message]);
  return [...tasks.values()].map(outline);
}

function outline(messages) {
  const ends = new Map(
    messages
      .filter(({ action_status }) => action_status && action_status !== "started")
      .map((message) => [placeOf(message), message]),
  );
  return messages
    .filter(({ action_status }) => action_status === undefined || action_status === "started")
    .sort((a, b) => compare(a.task_level, b.task_level))
    .map((message) => {
      const { task_level, action_type, message_type } = message;
      const indent = "  ".repeat(task_level.length - (action_type ? 1 : 0));
      if (action_type === undefined) return `${indent}${message_type}${failure(message)}${fields(message)}`;
      const end = ends.get(placeOf(message));
      return `${indent}${sign(end)} ${action_type}${fields(message)}${failure(end)}${fields(end, " →")}`;
    })
    .join("\n");
}

const placeOf = ({ task_level }) => task_level.slice(0, -1).join("/");

function compare(a, b) {
  const i = a.findIndex((number, at) => number !== b[at]);
  return i < 0 ? -1 : a[i] - (b[i] ?? 0);
}

function sign(end) {
  if (end === undefined) return "…";
  if (end.action_status === "succeeded") return "✓";
  return end.clew_cancel_source ? "⊘" : "✗";
}

function failure({ exception, reason } = {}) {
  return exception ? ` ${exception}: ${reason}` : "";
}

function fields(message = {}, before = "") {
  const told = Object.entries(message).filter(([name]) => !LEFT_OUT.test(name));
  if (told.length === 0) return "";
  const text = told.map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return before + text.join("").replace(/127\.0\.0\.1:\d+/g, "127.0.0.1");
}
