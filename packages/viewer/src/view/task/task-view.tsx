import { visible } from "clew/render";
import type { LoadedTask } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Failure, Notice, Waiting } from "../parts/notice.js";
import { Inspector } from "./inspector.js";
import { TaskHead } from "./task-head.js";
import { TreeGrid } from "./tree-grid.js";

/** One task: its tree, and one message or action of it with all that is known. */
export function TaskView({ log }: { readonly log: LogSession }) {
  const task = log.task.loaded.value;
  if (task !== undefined) return <Task log={log} task={task} />;
  return (
    <>
      <h1 class="unseen">Task</h1>
      <NoTask log={log} />
    </>
  );
}

/** Stands in for the task until it is read, or where it is not there. */
function NoTask({ log }: { readonly log: LogSession }) {
  const taskUuid = log.navigation.state.value.task;
  const { loading, error } = log.task.loaded.asked.value;
  const toTasks = <a href={log.navigation.href({ view: "forest" })}>To the tasks</a>;
  if (taskUuid === undefined) return <Notice title="No task is open.">Open one from the list. {toTasks}</Notice>;
  if (error !== undefined) {
    return <Failure what="The task could not be read." reason={error} again={() => log.task.reload()} />;
  }
  if (loading) return <Waiting what="the task" />;
  return (
    <Notice title="There is no such task in this log.">
      <span class="mono">{visible(taskUuid)}</span> {toTasks}
    </Notice>
  );
}

function Task({ log, task }: { readonly log: LogSession; readonly task: LoadedTask }) {
  const chosen = log.task.rows.value[log.task.chosen.value];
  return (
    <div class="task">
      <TaskHead log={log} task={task} />
      <div class={chosen === undefined ? "task-body" : "task-body inspecting"}>
        <TreeGrid key={task.row.taskUuid} log={log} task={task} />
        {chosen !== undefined && <Inspector log={log} task={task} row={chosen} />}
      </div>
    </div>
  );
}
