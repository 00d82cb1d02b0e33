// The columns of the list of tasks: the name in its head, the width, and the cell of a task.

import type { LogSummary, PageRequest, TaskRow } from "@clew/log";
import type { ComponentChildren } from "preact";
import {
  durationBar,
  formatCount,
  formatSeconds,
  formatText,
  formatTime,
  formatType,
  formatWholeTime,
} from "../../model/index.js";
import { StatusMark } from "../parts/status-mark.js";

/** The state of the list that a cell is drawn with. */
export interface ListScale {
  /** The longest duration among those that match, in seconds: that of a full bar. */
  readonly slowest: number;
  readonly span: Pick<LogSummary, "firstTime" | "lastTime">;
}

/** The way from a task: to itself, and to being one of the two that are compared. */
export interface TaskWays {
  readonly href: string;
  readonly isTicked: boolean;
  tick(): void;
}

export interface TaskColumn {
  readonly name: string;
  /** Without a name that is seen. */
  readonly isBare?: boolean;
  readonly className: string;
  /** As a track of a grid. On a narrow screen `narrow.css` places the cells. */
  readonly width: string;
  readonly sort?: PageRequest["sort"];
  readonly title?: (row: TaskRow) => string;
  readonly cell: (row: TaskRow, scale: ListScale, ways: TaskWays) => ComponentChildren;
}

export const TASK_COLUMNS: readonly TaskColumn[] = [
  {
    name: "To compare",
    isBare: true,
    className: "c-tick",
    width: "1rem",
    cell: ({ taskUuid }, _scale, { isTicked, tick }) => (
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isTicked}
        aria-label={`Compare task ${formatText(taskUuid.slice(0, 8))}`}
        title="Tick two to compare them (x)"
        onClick={(event) => event.stopPropagation()}
        onChange={tick}
      />
    ),
  },
  {
    name: "Status",
    isBare: true,
    className: "c-mark",
    width: "1.125rem",
    cell: ({ status }) => <StatusMark status={status} />,
  },
  {
    name: "Type",
    className: "c-type",
    width: "minmax(6.875rem, 1.1fr)",
    sort: "type",
    cell: ({ type }, _scale, { href }) => (
      <a href={href} tabIndex={-1}>
        {formatType(type)}
      </a>
    ),
  },
  {
    name: "About",
    className: "c-about",
    width: "minmax(0, 3fr)",
    cell: (row) => (
      <>
        {row.status === "failed" && <span class="why">{failureText(row)}</span>}
        <span class="mono">{row.about}</span>
      </>
    ),
  },
  {
    name: "Began, UTC",
    className: "c-time",
    width: "6.5rem",
    sort: "time",
    title: ({ startTime }) => formatWholeTime(startTime),
    cell: ({ startTime }, { span }) => formatTime(startTime, span),
  },
  {
    name: "Duration",
    className: "c-duration",
    width: "9.375rem",
    sort: "duration",
    title: () => "The bar is on a logarithmic scale: a tenth of the slowest is a fifth shorter",
    cell: ({ duration }, { slowest }) => (
      <>
        <span class="bar-box" aria-hidden="true">
          <span class="bar" style={{ width: `${100 * durationBar(duration, slowest)}%` }} />
        </span>
        <span class="number">{duration === null ? "–" : formatSeconds(duration)}</span>
      </>
    ),
  },
  {
    name: "Messages",
    className: "c-messages number",
    width: "4.625rem",
    sort: "messages",
    cell: ({ messages }) => formatCount(messages),
  },
];

/** The tracks of a line's grid. */
export const TASK_TRACKS = TASK_COLUMNS.map(({ width }) => width).join(" ");

function failureText({ exception, reason }: TaskRow): string {
  const name = exception === null ? "" : formatText(exception.split(".").at(-1) ?? "");
  const why = reason === null ? "" : formatText(reason);
  return [name, why].filter((text) => text !== "").join(": ");
}
