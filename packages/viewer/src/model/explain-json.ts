// The answers of clew/explain in the documented forms of --json, which the command prints and the page shows.

import type {
  ActionPlace,
  DiffReport,
  Divergence,
  FailureReport,
  RecordPlace,
  SetApart,
  SlowReport,
  Summary,
} from "clew/explain";
import type {
  ActionPlaceAnswer,
  DiffAnswer,
  DifferenceAnswer,
  PlaceAnswer,
  SetApartAnswer,
  SlowAnswer,
  StatsAnswer,
  WhyAnswer,
} from "./answers.js";

export function failuresJson({ failures }: FailureReport, linesUnused: number): WhyAnswer {
  return {
    failures: failures.map(({ count, origin, example, chain, before, setApart, handled }) => ({
      count,
      origin: {
        action_path: origin.actionPath,
        action_type: origin.actionType,
        exception: origin.exception,
        reason: origin.reason,
      },
      example: recordPlace(example),
      chain: chain.map(actionPlace),
      before,
      set_apart: setApart.map(entry),
      ...(handled ? { handled } : {}),
    })),
    lines_unused: linesUnused,
  };
}

export function slowJson({ tasks, totalSeconds, actions, gaps }: SlowReport): SlowAnswer {
  return {
    tasks,
    total_seconds: totalSeconds,
    actions: actions.map(({ actionPath, criticalSelfSeconds, share, count, example, setApart }) => ({
      action_path: actionPath,
      critical_self_seconds: criticalSelfSeconds,
      share,
      count,
      example: recordPlace(example),
      set_apart: setApart.map(entry),
    })),
    gaps: gaps.map(({ actionPath, after, before, seconds, example }) => ({
      action_path: actionPath,
      after: after && { task_level: after.taskLevel, type: after.type },
      before: before && { task_level: before.taskLevel, type: before.type },
      seconds,
      example: recordPlace(example),
    })),
  };
}

export function diffJson({ same, first, differences }: DiffReport): DiffAnswer {
  return { same, first: first === undefined ? null : divergence(first), differences: differences.map(divergence) };
}

/** One object an action type; with how many of them were read, where the log was sampled. */
export function statsJson({ actions, sampling }: Summary): StatsAnswer[] {
  return actions.map((action) => ({
    action_type: action.actionType,
    count: action.count,
    failed: action.failed,
    incomplete: action.incomplete,
    p50_seconds: action.p50Seconds,
    p95_seconds: action.p95Seconds,
    p99_seconds: action.p99Seconds,
    self_seconds: action.selfSeconds,
    ...(sampling === undefined ? {} : { read: action.read }),
  }));
}

function divergence({ kind, actionPath, a, b, field, values, messageType, before }: Divergence): DifferenceAnswer {
  return {
    kind,
    action_path: actionPath,
    a: a && recordPlace(a),
    b: b && recordPlace(b),
    ...(field === undefined ? {} : { field }),
    ...(values === undefined ? {} : { values }),
    ...(messageType === undefined ? {} : { message_type: messageType }),
    before,
  };
}

function entry(found: SetApart): SetApartAnswer {
  const { inThese: in_these, inOthers: in_others, ...rest } = found;
  return { ...rest, in_these, in_others };
}

function recordPlace({ taskUuid, taskLevel }: RecordPlace): PlaceAnswer {
  return { task_uuid: taskUuid, task_level: taskLevel };
}

function actionPlace({ actionType, ...place }: ActionPlace): ActionPlaceAnswer {
  return { ...recordPlace(place), action_type: actionType };
}
