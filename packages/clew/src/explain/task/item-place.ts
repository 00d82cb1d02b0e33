import type { TaskLevel } from "../../parse/index.js";
import { isSpan, type SpanItem } from "./span.js";

/** A message or an action, by its level and its type. */
export interface ItemPlace {
  readonly taskLevel: TaskLevel;
  readonly type: string;
}

/** The place of an item; `null` of none. */
export function itemPlace(item: SpanItem | undefined): ItemPlace | null {
  if (item === undefined) return null;
  return { taskLevel: isSpan(item) ? item.action.taskLevel : item.message.taskLevel, type: typeOf(item) };
}

/** The type of an item; empty of none. */
export function typeOf(item: SpanItem | undefined): string {
  if (item === undefined) return "";
  return isSpan(item) ? item.path.type : (item.message.messageType ?? "(message)");
}
