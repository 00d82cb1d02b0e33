import type { DiffAnswer } from "@clew/log";
import { useMemo } from "preact/hooks";
import {
  diffMarks,
  formatLevel,
  formatSeconds,
  formatType,
  type LoadedTask,
  rowsOf,
  type TreeRow,
} from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { useRowWindow } from "../list/use-row-window.js";
import { Dot, Gap } from "../parts/icons.js";
import { StatusMark } from "../parts/status-mark.js";
import { textScale } from "../parts/text-scale.js";
import { DIFFERENCE_WORDS } from "./difference-words.js";

/** In pixels, at the usual size of text; the style sheet has them as rem. */
const ROW = 24;
const TALLEST = 340;
const NOTHING_FOLDED: ReadonlySet<never> = new Set();

interface DiffTreeProps {
  readonly log: LogSession;
  readonly task: LoadedTask;
  readonly side: "a" | "b";
  readonly answer: DiffAnswer | undefined;
}

/** One of the two trees, with the rows marked in which they differ. */
export function DiffTree({ log, task, side, answer }: DiffTreeProps) {
  const rows = useMemo(() => rowsOf(task.tree, NOTHING_FOLDED), [task]);
  const marks = useMemo(
    () => (answer === undefined ? undefined : diffMarks(answer, task.tree, side)),
    [answer, task, side],
  );
  const scale = textScale().value;
  const list = useRowWindow(rows.length, ROW * scale);
  const tall = Math.min(TALLEST, rows.length * ROW) * scale + 2;
  return (
    <div
      class="diff-tree scroll"
      ref={list.ref}
      role="group"
      aria-label={`Tree of ${side.toUpperCase()}`}
      style={{ height: `${tall}px` }}
    >
      <div class="whole" style={{ height: `${list.height}px` }}>
        <ul class="part" style={{ transform: `translateY(${list.top}px)` }}>
          {rows.slice(list.first, list.end).map((row, i) => {
            const mark = row.node && marks?.get(row.node);
            return (
              <li key={list.first + i} class={mark === undefined ? "" : `differs ${mark}`}>
                <span class="indent" style={{ width: `${Math.min(row.depth, 12) * 0.75}rem` }} />
                <DiffRow log={log} row={row} />
                {mark !== undefined && <span class="tag">{DIFFERENCE_WORDS[mark]}</span>}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

function DiffRow({ log, row: { node } }: { readonly log: LogSession; readonly row: TreeRow }) {
  if (node === undefined) {
    return (
      <>
        <Gap /> <span class="faint">missing</span>
      </>
    );
  }
  const at = formatLevel(node.taskLevel);
  const href = log.navigation.href({ view: "task", task: node.taskUuid, at, folded: [] });
  if (node.kind === "message") {
    return (
      <>
        <Dot /> <a href={href}>{formatType(node.messageType)}</a>
      </>
    );
  }
  return (
    <>
      <StatusMark status={node.status} /> <a href={href}>{formatType(node.actionType)}</a>{" "}
      <span class="faint number">{formatSeconds(node.durationSeconds)}</span>
    </>
  );
}
