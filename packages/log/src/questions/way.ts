import type { WrittenNode } from "clew/parse";

/** A way that tasks take or do not: a type of action, or of message. */
export interface Way {
  readonly kind: "action" | "message";
  readonly type: string;
}

/** The test whether an action or a message is on that way. */
export function takes({ kind, type }: Way): (node: WrittenNode) => boolean {
  return (node) =>
    node.kind === "message"
      ? kind === "message" && node.messageType === type
      : kind === "action" && node.actionType === type;
}
