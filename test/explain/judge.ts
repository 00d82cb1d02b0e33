// Whether an answer names what was planted.

import type { DiffReport, FailureReport, SetApart, SlowReport } from "clew/explain";

export interface Value {
  readonly field: string;
  readonly value: unknown;
}

export interface Expected {
  readonly origins?: readonly (readonly (readonly string[])[])[];
  readonly exception?: null;
  readonly action_path?: readonly (readonly string[])[];
  readonly gap?: boolean;
  readonly set_apart?: readonly (readonly Value[])[];
  readonly same?: boolean;
  readonly kind?: readonly string[];
  readonly field?: string;
}

export function explainsFailures(
  { failures }: FailureReport,
  { origins = [], set_apart, ...expected }: Expected,
): boolean {
  return (
    origins.every((paths, i) => isOneOf(failures[i]?.origin.actionPath, paths)) &&
    (!("exception" in expected) || failures[0]?.origin.exception === null) &&
    (set_apart === undefined || setsApart(failures[0]?.setApart ?? [], set_apart))
  );
}

export function findsSlow({ actions, gaps }: SlowReport, { action_path = [], gap, set_apart }: Expected): boolean {
  const isFirst = isOneOf(actions[0]?.actionPath, action_path);
  if (!isFirst && !(gap === true && isOneOf(gaps[0]?.actionPath, action_path))) return false;
  const found = actions.find(({ actionPath }) => isOneOf(actionPath, action_path));
  return set_apart === undefined || setsApart(found?.setApart ?? [], set_apart);
}

export function findsDivergence({ same, first }: DiffReport, expected: Expected): boolean {
  if (expected.same) return same;
  if (first === undefined || same || !expected.kind?.includes(first.kind)) return false;
  const { field } = expected;
  if (field !== undefined && first.field !== field && !first.field?.endsWith(`.${field}`)) return false;
  return isOneOf(first.actionPath, expected.action_path ?? []);
}

function isOneOf(path: readonly string[] | undefined, paths: readonly (readonly string[])[]): boolean {
  return paths.some((each) => JSON.stringify(each) === JSON.stringify(path));
}

/** Each group holds values that mean the same; of two groups both must be named before anything else. */
function setsApart(entries: readonly SetApart[], groups: readonly (readonly Value[])[]): boolean {
  const [first] = entries;
  const named = first !== undefined && "all" in first ? first.all : first === undefined ? [] : [first];
  return (
    named.length === groups.length &&
    groups.every((group) =>
      named.some((one) =>
        group.some(
          ({ field, value }) =>
            one.field === field && "value" in one && JSON.stringify(one.value) === JSON.stringify(value),
        ),
      ),
    )
  );
}
