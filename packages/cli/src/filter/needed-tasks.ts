// What a task must be for a filter to fit something in it, as far as that can be told of the task as a whole.

import { type FilterStep, parseFilter } from "./filter-grammar.js";

/** Conditions that each task with a hit fulfils; others may fulfil them, too. */
export interface NeededTasks {
  /** The beginning of the uuid. */
  readonly uuid?: string;
  /** Some action in it failed. */
  readonly failed?: true;
}

/** The conditions that a filter puts on a task; none where something in any task might fit. */
export function neededTasks(expression: string): NeededTasks {
  const operands: NeededTasks[] = [];
  for (const step of parseFilter(expression)) {
    if (step.kind === "test" || step.kind === "word") operands.push(neededFor(step));
    else {
      const last = operands.pop() ?? {};
      if (step.kind === "not") operands.push({});
      else operands.push((step.kind === "and" ? bothOf : commonTo)(operands.pop() ?? {}, last));
    }
  }
  return operands.pop() ?? {};
}

function neededFor(step: Extract<FilterStep, { kind: "test" | "word" }>): NeededTasks {
  if (step.kind === "word" || step.operator !== "=" || step.value === "") return {};
  if (step.field === "task") return { uuid: step.value };
  return step.field === "status" && step.value === "failed" ? { failed: true } : {};
}

/** Of two beginnings one is enough: fewer conditions leave out no task. */
function bothOf(a: NeededTasks, b: NeededTasks): NeededTasks {
  return { ...a, ...b };
}

function commonTo(a: NeededTasks, b: NeededTasks): NeededTasks {
  return {
    ...(a.uuid !== undefined && a.uuid === b.uuid && { uuid: a.uuid }),
    ...(a.failed === true && b.failed === true && { failed: true }),
  };
}
