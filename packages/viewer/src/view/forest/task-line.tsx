import type { LogSummary, TaskRow } from "@clew/log";
import { formatCount, formatSeconds, formatText, formatTime, formatType, formatWholeTime } from "../../model/index.js";
import { StatusMark } from "../parts/status-mark.js";

interface TaskLineProps {
  readonly index: number;
  /** `undefined` until it was read. */
  readonly row: TaskRow | undefined;
  readonly isActive: boolean;
  /** The longest duration among those that match, in seconds: that of a full bar. */
  readonly slowest: number;
  readonly span: Pick<LogSummary, "firstTime" | "lastTime">;
  readonly href: string;
}

/** One task as a line of the list. */
export function TaskLine({ index, row, isActive, slowest, span, href }: TaskLineProps) {
  const place = {
    id: `task-${index}`,
    role: "row" as const,
    "aria-rowindex": index + 2,
    "aria-selected": isActive,
  };
  if (row === undefined) {
    return (
      <div {...place} class={isActive ? "task-line active" : "task-line"}>
        <span role="gridcell" class="c-type">
          <span class="bone" />
        </span>
      </div>
    );
  }
  const failed = row.status === "failed";
  return (
    <div {...place} class={`task-line ${row.status}${isActive ? " active" : ""}`}>
      <span role="gridcell" class="c-mark">
        <StatusMark status={row.status} />
      </span>
      <span role="gridcell" class="c-type">
        <a href={href} tabIndex={-1}>
          {formatType(row.type)}
        </a>
      </span>
      <span role="gridcell" class="c-about">
        {failed && <span class="why">{failureText(row)}</span>}
        <span class="mono">{row.about}</span>
      </span>
      <span role="gridcell" class="c-time" title={formatWholeTime(row.startTime)}>
        {formatTime(row.startTime, span)}
      </span>
      <span role="gridcell" class="c-duration">
        <span class="bar-box" aria-hidden="true">
          <span class="bar" style={{ width: `${barWidth(row.duration, slowest)}%` }} />
        </span>
        <span class="number">{row.duration === null ? "–" : formatSeconds(row.duration)}</span>
      </span>
      <span role="gridcell" class="c-messages number">
        {formatCount(row.messages)}
      </span>
    </div>
  );
}

function failureText({ exception, reason }: TaskRow): string {
  const name = exception === null ? "" : formatText(exception.split(".").at(-1) ?? "");
  const why = reason === null ? "" : formatText(reason);
  return [name, why].filter((text) => text !== "").join(": ");
}

/** In percent. What has a duration at all has a bar that can be seen. */
function barWidth(duration: number | null, slowest: number): number {
  if (duration === null || !(slowest > 0) || !(duration > 0)) return 0;
  return Math.min(100, Math.max(1.5, (100 * duration) / slowest));
}
