import { encodeExact } from "@clew/log";
import type { WrittenNode } from "clew/parse";

/** A message or an action as a JSON object on one line, without what lies below it. */
export function nodeJson(node: WrittenNode): readonly string[] {
  if (node.kind === "message") {
    return [
      encodeExact({
        kind: "message",
        task_uuid: node.taskUuid,
        task_level: node.taskLevel,
        message_type: node.messageType,
        timestamp: node.timestamp,
        fields: node.fields,
      }),
    ];
  }
  return [
    encodeExact({
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
    }),
  ];
}
