// What a task must be for a filter to fit something in it, as far as that can be told of the task as a whole.

import { type FilterStep, parseFilter } from "./filter-grammar.js";

/** Conditions that each task with a hit fulfils; others may fulfil them, too. */
export interface NeededTasks {
  /** The beginning of the uuid. */
  readonly uuid?: string;
  /** Some action in it failed. */
  readonly failed?: true;
  /** A text of ASCII that stands as such in one of its lines, in whatever capitals. */
  readonly text?: string;
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
  if (step.kind === "word") return withText(step.text);
  const { field, operator, value } = step;
  if (operator === "=") {
    if (value === "") return {};
    if (field === "task") return { uuid: value };
    if (field === "status") return value === "failed" ? { failed: true, text: value } : {};
  } else if (operator !== "~") return {};
  if (NOT_WRITTEN.has(field) || field.startsWith("source.")) return {};
  const pieces = operator === "~" ? value.split(/[*?]/) : [value];
  return pieces.map(withText).reduce(bothOf);
}

/** Fields whose values do not stand in a line as a filter compares them. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(["task", "status", "time", "duration"]);

/** The longest piece of a value's text, or of a part of it, that JSON can write in one way only. */
function withText(text: string): NeededTasks {
  if (MAY_BE_NUMBER.test(text)) return {};
  const pieces = text.split(/[^ !#-.0-[\]-~]/);
  const longest = pieces.reduce((a, b) => (b.length > a.length ? b : a));
  return longest.length < LEAST_SOUGHT ? {} : { text: longest };
}

/** Whether it may be a part of a number's text, which a line may have written otherwise. */
const MAY_BE_NUMBER = /^(?:[\d.e+-]*|[infty]*|[na]*)$/i;
/** A shorter one stands nearly everywhere. */
const LEAST_SOUGHT = 3;

/** Of two beginnings one is enough, and of two texts the longer: fewer conditions leave out no task. */
function bothOf(a: NeededTasks, b: NeededTasks): NeededTasks {
  const text = (a.text?.length ?? 0) > (b.text?.length ?? 0) ? a.text : b.text;
  return { ...a, ...b, ...(text !== undefined && { text }) };
}

function commonTo(a: NeededTasks, b: NeededTasks): NeededTasks {
  return {
    ...(a.uuid !== undefined && a.uuid === b.uuid && { uuid: a.uuid }),
    ...(a.failed === true && b.failed === true && { failed: true }),
    ...(a.text !== undefined && a.text === b.text && { text: a.text }),
  };
}
