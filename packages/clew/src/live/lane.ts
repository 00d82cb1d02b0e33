// Several tasks at once take turns on a screen. Each line belongs to a lane: the task's short uuid in a colour of its
// own, said where it differs from the line above, so that a program with one task is not a column of uuids.

import {
  cutToColumns,
  measureColumns,
  type RenderOptions,
  SHORT_UUID_COLUMNS,
  shortUuid,
  visible,
} from "../render/index.js";

const WHOLE_UUID = 36;
/** Told apart on dark and light backgrounds; none is red, which means failure. */
const COLORS = ["36", "35", "33", "34", "32", "96"] as const;

/** The columns of a lane, with the space after it. */
export function laneColumns({ wholeUuids = false }: RenderOptions): number {
  return (wholeUuids ? WHOLE_UUID : SHORT_UUID_COLUMNS) + 2;
}

/** The beginning of a line that belongs to a task. */
export function laneText(taskUuid: string, lane: number, options: RenderOptions): string {
  const columns = laneColumns(options) - 2;
  const { measure = measureColumns } = options;
  const start = options.wholeUuids === true ? taskUuid.slice(0, columns) : shortUuid(taskUuid);
  const shown = cutToColumns(visible(start), columns, measure);
  const space = " ".repeat(Math.max(0, columns - measure(shown)) + 2);
  return isColored(options) ? `\x1b[${COLORS[lane % COLORS.length]}m${shown}\x1b[0m${space}` : shown + space;
}

function isColored({ theme }: RenderOptions): boolean {
  return theme !== undefined && Object.values(theme).some((sgr) => sgr !== "");
}
