import { useLayoutEffect, useMemo } from "preact/hooks";
import { type LoadedTask, plural } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { AXIS_HEIGHT } from "../chart/chart-axis.js";
import { useRowCache } from "../list/use-row-cache.js";
import { useRowWindow } from "../list/use-row-window.js";
import { textScale } from "../parts/text-scale.js";
import { Timeline } from "../timeline/timeline.js";
import { treeKey } from "./tree-keys.js";
import { TreeLine } from "./tree-line.js";

/** In pixels, at the usual size of text; the style sheet has it as rem. */
const ROW = 26;
/** Browsers know no place some million pixels down: from time to time places are counted from anew. */
const ROWS_PER_BASE = 10_000;

/** The tree of a task as rows that fold, and its timeline beside it: only the rows in sight are there. */
export function TreeGrid({ log, task }: { readonly log: LogSession; readonly task: LoadedTask }) {
  const open = log.task;
  const rows = open.rows.value;
  const chosen = open.chosen.value;
  const scale = textScale().value;
  const rowHeight = ROW * scale;
  const list = useRowWindow(rows.length, rowHeight, AXIS_HEIGHT * scale);
  // The chosen row, chosen by key, by link or by the address, is scrolled into sight.
  const chosenNode = rows[chosen]?.node;
  useLayoutEffect(() => {
    if (chosen !== -1) list.reveal(chosen);
  }, [chosen, chosenNode, list.viewport > 0]);
  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(list.viewport / rowHeight) - 1);
    if (treeKey(event, open, page)) event.preventDefault();
  };
  const cached = useRowCache();
  const found = open.found.value;
  // A line keeps its place while others come and go around it, so that scrolling costs only the lines that come; and
  // those take the elements of the lines that go, which costs less than to make new ones.
  const base = list.first - (list.first % ROWS_PER_BASE);
  const lines = [];
  for (let index = list.first; index < list.end; index++) {
    const row = rows[index];
    if (row === undefined) continue;
    const isFolded = open.isFolded(row);
    const isCritical = row.node !== undefined && row.node.kind !== "message" && task.critical.has(row.node);
    const isFound = row.node !== undefined && found.has(row.node);
    const make = () => (
      <TreeLine
        key={index % list.slots}
        row={row}
        index={index}
        top={(index - base) * rowHeight}
        isChosen={index === chosen}
        isFolded={isFolded}
        isCritical={isCritical}
        isFound={isFound}
        from={task.timing.from}
        choose={open.choose}
        fold={open.fold}
      />
    );
    lines.push(
      cached(index, [row, base, rowHeight, list.slots, index === chosen, isFolded, isCritical, isFound], make),
    );
  }
  // Scrolling does not change it.
  const head = useMemo(
    () => (
      <div class="tree-line tree-head" role="row">
        <span role="columnheader">{plural(rows.length, "row")}</span>
        <span class="c-offset" role="columnheader">
          Began
        </span>
        <span class="c-length" role="columnheader">
          Took
        </span>
      </div>
    ),
    [rows.length],
  );
  return (
    <div class="tree scroll" ref={list.ref}>
      <div
        class="tree-rows"
        role="treegrid"
        aria-label="Tree of the task"
        aria-rowcount={rows.length}
        aria-activedescendant={chosen === -1 ? undefined : `row-${chosen}`}
        tabIndex={0}
        onKeyDown={press}
      >
        {head}
        <div class="whole" role="rowgroup" style={{ height: `${list.height}px` }}>
          <div
            class="part"
            role="presentation"
            style={{ transform: `translateY(${list.top - (list.first - base) * rowHeight}px)` }}
          >
            {lines}
          </div>
        </div>
      </div>
      <Timeline
        log={log}
        task={task}
        rows={rows}
        drawn={list}
        chosen={chosen}
        rowHeight={rowHeight}
        choose={open.choose}
      />
    </div>
  );
}
