// Several tasks at once take turns on a screen. Each line belongs to a lane: the beginning of its task's short uuid in a
// colour of its own, said where it differs from the line above, so that a program with one task is no column of uuids.

import { cutToColumns, measureColumns, type RenderOptions, shortUuid, visible } from "../render/index.js";

const WHOLE_UUID = 36;
/** A uuid up to what counts within a millisecond: of the short form as much as tells the tasks of one process apart. */
const LANE_UUID = 18;
/** Told apart on dark and light backgrounds; none is red, which means failure. */
const COLORS = ["36", "35", "33", "34", "32", "96"] as const;

/** The columns of a lane, with the space after it. */
export function laneColumns({ wholeUuids = false }: RenderOptions): number {
  return (wholeUuids ? WHOLE_UUID : LANE_UUID) + 2;
}

/** The beginning of a line that belongs to a task. */
export function laneText(taskUuid: string, lane: number, options: RenderOptions): string {
  const columns = laneColumns(options) - 2;
  const { measure = measureColumns } = options;
  const start = (options.wholeUuids === true ? taskUuid : shortUuid(taskUuid)).slice(0, columns);
  const shown = cutToColumns(visible(start), columns, measure);
  const space = " ".repeat(Math.max(0, columns - measure(shown)) + 2);
  return isColored(options) ? `\x1b[${COLORS[lane % COLORS.length]}m${shown}\x1b[0m${space}` : shown + space;
}

function isColored({ theme }: RenderOptions): boolean {
  return theme !== undefined && Object.values(theme).some((sgr) => sgr !== "");
}
