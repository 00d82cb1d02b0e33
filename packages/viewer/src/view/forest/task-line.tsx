import type { TaskRow } from "@clew/log";
import { type ListScale, TASK_COLUMNS, type TaskWays } from "./task-columns.js";

interface TaskLineProps {
  readonly index: number;
  /** `undefined` until it was read. */
  readonly row: TaskRow | undefined;
  readonly isActive: boolean;
  readonly scale: ListScale;
  readonly ways: TaskWays;
}

/** One task as a line of the list. */
export function TaskLine({ index, row, isActive, scale, ways }: TaskLineProps) {
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
  return (
    <div {...place} class={`task-line ${row.status}${isActive ? " active" : ""}`}>
      {TASK_COLUMNS.map(({ name, className, title, cell }) => (
        <span key={name} role="gridcell" class={className} title={title?.(row)}>
          {cell(row, scale, ways)}
        </span>
      ))}
    </div>
  );
}
