import { encodeExact } from "@clew/log";
import type { WrittenNode } from "clew/parse";

/** A message or an action in the words of the wire, without what lies below it. */
export function nodeAnswer(node: WrittenNode): object {
  if (node.kind === "message") {
    return {
      kind: "message",
      task_uuid: node.taskUuid,
      task_level: node.taskLevel,
      message_type: node.messageType,
      timestamp: node.timestamp,
      fields: node.fields,
    };
  }
  return {
    kind: node.kind,
    task_uuid: node.taskUuid,
    task_level: node.taskLevel,
    action_type: node.actionType,
    status: node.status,
    start_time: node.startTime,
    end_time: node.endTime,
    duration: node.durationSeconds,
    exception: node.exception,
    reason: node.reason,
    start_fields: node.startFields,
    end_fields: node.endFields,
  };
}

/** The same as a JSON object on one line. */
export function nodeJson(node: WrittenNode): readonly string[] {
  return [encodeExact(nodeAnswer(node))];
}
