import type { TaskQuery } from "@clew/log";
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { NO_SPAN, type PageState } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { useRowCache } from "../list/use-row-cache.js";
import { useRowWindow } from "../list/use-row-window.js";
import { textScale } from "../parts/text-scale.js";
import { useNarrow } from "../parts/use-narrow.js";
import { ListHead } from "./list-head.js";
import { TASK_TRACKS } from "./task-columns.js";
import { TaskLine } from "./task-line.js";

/** In pixels, at the usual size of text; the style sheet has them as rem. */
const ROW = 34;
const NARROW_ROW = 58;
const HEAD = 30;

/** A task from its beginning, with what was searched for marked in it. */
function openTask(task: string | undefined, { text }: TaskQuery): Partial<PageState> {
  return { view: "task", task, at: undefined, folded: [], find: text };
}

/** The two that are compared, with a task ticked or no longer; a third one takes the place of the second. */
function ticked({ a, b }: PageState, taskUuid: string): Pick<PageState, "a" | "b"> {
  if (a === taskUuid) return { a: b, b: undefined };
  if (b === taskUuid) return { a, b: undefined };
  return a === undefined ? { a: taskUuid, b } : { a, b: taskUuid };
}

/** The tasks that match, however many: only those in sight are there. */
export function TaskList({ log, total }: { readonly log: LogSession; readonly total: number }) {
  const { forest, navigation } = log;
  const { query, sort, descending, a, b } = navigation.state.value;
  const narrow = useNarrow();
  const scale = textScale().value;
  const rowHeight = scale * (narrow ? NARROW_ROW : ROW);
  const list = useRowWindow(total, rowHeight, narrow ? 0 : HEAD * scale);
  const key = JSON.stringify([query, sort, descending]);
  const before = forest.place?.key === key ? forest.place : undefined;
  const active = useSignal(before?.active ?? 0);
  const { rows, stale } = forest.pages.listing.value;
  const isBack = useRef(before !== undefined);
  useLayoutEffect(() => {
    const element = list.ref.current;
    if (isBack.current && before !== undefined && element !== null) {
      element.scrollTop = before.scrollTop;
      element.focus({ preventScroll: true });
    } else {
      active.value = 0;
      list.toTop();
    }
    isBack.current = false;
  }, [query, sort, descending, forest.shownAnew.value]);
  useLayoutEffect(
    () => forest.pages.see(list.first, list.end, list.at < 1),
    [list.first, list.end, list.at < 1, total],
  );
  const place = useRef(before);
  place.current = { key, active: active.value, scrollTop: list.scrollTop };
  useLayoutEffect(
    () => () => {
      forest.place = place.current;
    },
    [forest],
  );
  const slowest = forest.slowest.value ?? 0;
  const span = log.summary.value ?? NO_SPAN;
  const move = (to: number) => {
    active.value = Math.min(total - 1, Math.max(0, to));
    list.reveal(active.value);
  };
  const page = Math.max(1, Math.floor(list.viewport / rowHeight) - 1);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(active.value + 1),
    ArrowUp: () => move(active.value - 1),
    j: () => move(active.value + 1),
    k: () => move(active.value - 1),
    PageDown: () => move(active.value + page),
    PageUp: () => move(active.value - page),
    Home: () => move(0),
    End: () => move(total - 1),
    x: () => {
      const row = rows.get(active.value);
      if (row !== undefined) navigation.adjust(ticked(navigation.state.peek(), row.taskUuid));
    },
    Enter: () => {
      const row = rows.get(active.value);
      if (row !== undefined) navigation.step(openTask(row.taskUuid, query));
    },
  };
  const press = (event: KeyboardEvent) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  const cached = useRowCache();
  const lines = [];
  for (let index = list.first; index < list.end; index++) {
    const row = rows.get(index);
    const make = () => (
      <TaskLine
        key={index}
        index={index}
        row={row}
        isActive={index === active.value}
        scale={{ slowest, span }}
        ways={{
          href: navigation.href(openTask(row?.taskUuid, query)),
          isTicked: row !== undefined && (row.taskUuid === a || row.taskUuid === b),
          tick: () => row !== undefined && navigation.adjust(ticked(navigation.state.peek(), row.taskUuid)),
        }}
      />
    );
    lines.push(cached(index, [row, index === active.value, slowest, span, query, sort, descending, a, b], make));
  }
  return (
    <div
      class={stale ? "tasks scroll stale" : "tasks scroll"}
      style={{ "--task-tracks": TASK_TRACKS }}
      ref={list.ref}
      role="grid"
      aria-label="Tasks"
      aria-rowcount={total + 1}
      aria-activedescendant={`task-${active.value}`}
      tabIndex={0}
      onKeyDown={press}
      onClick={({ target }) => {
        const row = target instanceof Element ? target.closest("[role=row]") : null;
        const index = Number(row?.id.replace("task-", ""));
        if (row !== null && row.id !== "" && Number.isInteger(index)) active.value = index;
      }}
    >
      <ListHead log={log} />
      <div class="whole" role="rowgroup" style={{ height: `${list.height}px` }}>
        <div class="part" role="presentation" style={{ transform: `translateY(${list.top}px)` }}>
          {lines}
        </div>
      </div>
    </div>
  );
}
