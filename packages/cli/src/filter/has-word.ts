// A word anywhere in a message or an action: its type, its outcome, and the names and values of its fields, however deep.

import type { WrittenNode } from "clew/parse";
import { parseFilter } from "./filter-grammar.js";

/** The test for a word; capitals make no difference. */
export function hasWord(word: string): (node: WrittenNode) => boolean {
  const wanted = word.toLowerCase();
  return (node) => {
    const waiting: unknown[] = toldBy(node);
    while (waiting.length > 0) {
      const next = waiting.pop();
      if (typeof next === "object" && next !== null) {
        for (const [key, value] of Object.entries(next)) {
          if (!Array.isArray(next) && key.toLowerCase().includes(wanted)) return true;
          waiting.push(value);
        }
      } else if (next !== undefined && String(next).toLowerCase().includes(wanted)) return true;
    }
    return false;
  };
}

function toldBy(node: WrittenNode): unknown[] {
  if (node.kind === "message") return [node.messageType, node.fields];
  return [node.actionType, node.exception, node.reason, node.startFields, node.endFields];
}

/** Whether a filter looks for a word, which may stand in text as well. */
export function looksForWord(expression: string): boolean {
  return parseFilter(expression).some(({ kind }) => kind === "word");
}
