import { findTask } from "@clew/log";
import { useEffect, useState } from "preact/hooks";
import { formatSeconds, formatType, formatWholeTime, type LoadedTask, loadTask } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { StatusMark } from "../parts/status-mark.js";
import { DiffTree } from "./diff-tree.js";

/** One of the two tasks: its id, which can be changed, and what it is. */
export function DiffSide({ log, side }: { readonly log: LogSession; readonly side: "a" | "b" }) {
  const { navigation, source } = log;
  const taskUuid = navigation.state.value[side];
  const [task, setTask] = useState<LoadedTask | undefined>(undefined);
  useEffect(() => {
    let current = true;
    setTask(undefined);
    if (taskUuid === undefined) return;
    const find = async () => {
      const found = await loadTask(await source.taskLines(await findTask(source, taskUuid)));
      if (current) setTask(found);
    };
    // An id that means nothing is reported by the comparison.
    find().catch(() => undefined);
    return () => {
      current = false;
    };
  }, [taskUuid, source]);
  const row = task?.row;
  return (
    <div class="diff-side">
      <label>
        <span class="side-name">{side.toUpperCase()}</span>
        <input
          type="text"
          class="mono"
          spellcheck={false}
          placeholder="Id of a task"
          value={taskUuid ?? ""}
          onChange={({ currentTarget }) => navigation.step({ [side]: currentTarget.value.trim() || undefined })}
        />
      </label>
      {row !== undefined && (
        <p>
          <StatusMark status={row.status} />{" "}
          <a href={navigation.href({ view: "task", task: row.taskUuid, at: undefined, folded: [] })}>
            {formatType(row.type)}
          </a>{" "}
          <span class="faint">
            {formatWholeTime(row.startTime)} {formatSeconds(row.duration)}
          </span>
          <br />
          <span class="mono about">{row.about}</span>
        </p>
      )}
      {task !== undefined && <DiffTree log={log} task={task} side={side} answer={log.diff.value} />}
    </div>
  );
}
