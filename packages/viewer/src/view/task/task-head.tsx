import type { PlaceAnswer } from "@clew/log";
import type { WrittenAction } from "clew/parse";
import { shortUuid } from "clew/render";
import { useMemo } from "preact/hooks";
import {
  FOLD_ALL,
  formatCount,
  formatLevel,
  formatSeconds,
  formatText,
  formatType,
  formatWholeTime,
  type LoadedTask,
  nodeAt,
  plural,
  UNFOLD_ALL,
} from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { CopyButton } from "../parts/copy-button.js";
import { StatusMark, statusWords } from "../parts/status-mark.js";
import { useKeys } from "../parts/use-keys.js";
import { FindBox } from "./find-box.js";

/** The head of a task: its name, its outcome, and the ways to its failures and slow places. */
export function TaskHead({ log, task }: { readonly log: LogSession; readonly task: LoadedTask }) {
  const { row, tree, critical } = task;
  const { navigation } = log;
  const { a } = navigation.state.value;
  const origin = log.task.origin.value ?? undefined;
  const failures = useMemo(() => inOrder(task, origin), [task, origin]);
  const hasFailed = row.status === "failed";
  const toFailure = () => {
    // A failure may have begun in a task that this one followed from.
    if (origin !== undefined && origin.task_uuid !== row.taskUuid) {
      navigation.step({ view: "task", task: origin.task_uuid, at: formatLevel(origin.task_level), folded: [] });
    } else goToNext(log, failures);
  };
  const path = useMemo(() => inTime(critical), [critical]);
  const toCritical = () => goToNext(log, path);
  const unfold = () => log.task.foldAll(UNFOLD_ALL);
  const fold = () => log.task.foldAll(FOLD_ALL);
  useKeys({ F: toFailure, C: toCritical, "*": unfold, _: fold });
  const other = a !== undefined && a !== row.taskUuid;
  return (
    <div class="task-head">
      <div class="task-title">
        <h1>
          <StatusMark status={row.status} /> {formatType(row.type)}
        </h1>
        <p class="facts">
          <span>{statusWords(row.status)}</span>
          {row.duration !== null && <b class="number">{formatSeconds(row.duration)}</b>}
          <span>{plural(row.messages, "message")}</span>
          {tree.missing.length > 0 && <span class="warn">{formatCount(tree.missing.length)} missing</span>}
          <span class="mono">{formatWholeTime(row.startTime)}</span>
          <span class="id">
            <span class="mono" title={formatText(row.taskUuid)}>
              {formatText(shortUuid(row.taskUuid))}
            </span>
            <CopyButton text={row.taskUuid} what="the id of the task" />
          </span>
        </p>
      </div>
      <div class="task-tools">
        <FindBox log={log} />
        {failures.length > 0 && (
          <button
            type="button"
            class={hasFailed ? "danger" : ""}
            title={failureTitle(hasFailed, origin !== undefined)}
            onClick={toFailure}
          >
            {hasFailed ? "Go to the failure" : "Handled failures"}
            {failures.length > 1 && <span class="badge">{formatCount(failures.length)}</span>}
          </button>
        )}
        {path.length > 0 && (
          <button type="button" title="Go to the next action that the task waited for (Shift+C)" onClick={toCritical}>
            Critical path
          </button>
        )}
        <button type="button" title="Unfold all (*)" onClick={unfold}>
          Unfold
        </button>
        <button type="button" title="Fold all (_)" onClick={fold}>
          Fold
        </button>
        {other ? (
          <a class="button" href={navigation.href({ view: "diff", b: row.taskUuid })}>
            Compare with A
          </a>
        ) : (
          <a
            class="button"
            title="Then open another task and compare the two"
            href={navigation.href({ view: "diff", a: row.taskUuid, b: undefined })}
          >
            Compare
          </a>
        )}
      </div>
    </div>
  );
}

/** The failures, the one with which it began first: as the whole log tells it, where that is known. */
function inOrder(
  { tree, failures, beginnings }: LoadedTask,
  origin: PlaceAnswer | undefined,
): readonly WrittenAction[] {
  const told = origin?.task_uuid === tree.taskUuid ? nodeAt(tree, origin.task_level) : undefined;
  const first = told === undefined || told.kind === "message" ? failures[0] : told;
  return first === undefined ? [] : [first, ...beginnings.filter((action) => action !== first)];
}

function failureTitle(hasFailed: boolean, isToldByLog: boolean): string {
  if (!hasFailed) return "Go to a failure that was handled, and on to the next (Shift+F)";
  return isToldByLog
    ? "Go to where it began, as Failures says, and on to the others (Shift+F)"
    : "Go to where it began, as far as this task alone tells; the whole log is being read (Shift+F)";
}

/** The actions of a path but the root, the first first. */
function inTime(path: ReadonlySet<WrittenAction>): readonly WrittenAction[] {
  const timed = [...path].filter(({ number }) => number !== 0).map((action) => ({ action, at: action.startTime ?? 0 }));
  return timed.sort((x, y) => x.at - y.at).map(({ action }) => action);
}

/** Goes to the action after the chosen one, if that is one of them, else to the first. */
function goToNext(log: LogSession, actions: readonly WrittenAction[]): void {
  const chosen = log.task.rows.peek()[log.task.chosen.peek()]?.node;
  const at = chosen === undefined || chosen.kind === "message" ? -1 : actions.indexOf(chosen);
  const next = actions[(at + 1) % actions.length];
  if (next !== undefined) log.task.goTo(next);
}
