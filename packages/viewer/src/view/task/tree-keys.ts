import { parentIndex, type TreeRow } from "../../model/index.js";
import type { OpenTask } from "../../state/index.js";

/** Moves through a tree by key, with the keys that trees have everywhere. Returns true where the key did something. */
export function treeKey(event: KeyboardEvent, open: OpenTask, page: number): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const rows = open.rows.peek();
  const at = open.chosen.peek();
  const row = rows[at];
  const move = (to: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, to));
    if (next !== at) open.choose(next);
  };
  switch (event.key) {
    case "ArrowDown":
      move(at + 1);
      return true;
    case "ArrowUp":
      move(at - 1);
      return true;
    case "PageDown":
      move(at + page);
      return true;
    case "PageUp":
      move(at - page);
      return true;
    case "Home":
      move(0);
      return true;
    case "End":
      move(rows.length - 1);
      return true;
    case "ArrowRight":
      if (row?.hasRows !== true) return true;
      if (open.isFolded(row)) open.fold(at, false);
      else move(at + 1);
      return true;
    case "ArrowLeft":
      if (row?.hasRows === true && !open.isFolded(row)) open.fold(at, true);
      else if (at > 0) move(parentIndex(rows, at));
      return true;
    case " ":
      if (row?.hasRows === true) open.fold(at, !open.isFolded(row));
      return true;
    case "Enter":
      document.getElementById("details")?.focus();
      return true;
    default:
      return (
        event.key.length === 1 && !event.shiftKey && /[a-z0-9_.:-]/i.test(event.key) && typeAhead(event, rows, at, move)
      );
  }
}

let typed = "";
let typedAt = 0;
/** Letters that follow each other faster than this are one word. */
const WORD_MS = 700;

function typeAhead(event: KeyboardEvent, rows: readonly TreeRow[], at: number, move: (to: number) => void): boolean {
  const isWord = event.timeStamp - typedAt < WORD_MS;
  typed = isWord ? typed + event.key.toLowerCase() : event.key.toLowerCase();
  typedAt = event.timeStamp;
  for (let step = isWord ? 0 : 1; step <= rows.length; step++) {
    const index = (Math.max(0, at) + step) % rows.length;
    if (typeOf(rows[index]).startsWith(typed)) {
      move(index);
      return true;
    }
  }
  return true;
}

function typeOf(row: TreeRow | undefined): string {
  const node = row?.node;
  if (node === undefined) return "";
  return ((node.kind === "message" ? node.messageType : node.actionType) ?? "").toLowerCase();
}
