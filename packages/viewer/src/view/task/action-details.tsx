import { outcomeOf } from "clew/explain";
import type { Fields, WrittenAction } from "clew/parse";
import {
  formatLevel,
  formatSeconds,
  formatText,
  formatType,
  formatWholeTime,
  type LoadedTask,
  plural,
  type TreeRow,
} from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { CopyButton } from "../parts/copy-button.js";
import { StatusMark, statusWords } from "../parts/status-mark.js";
import { FieldTable } from "./field-table.js";
import { FieldText } from "./field-text.js";
import { WhyThisWay } from "./why-this-way.js";
import { WrittenLines } from "./written-lines.js";

interface ActionDetailsProps {
  readonly log: LogSession;
  readonly task: LoadedTask;
  readonly row: TreeRow;
  readonly action: WrittenAction;
}

export function ActionDetails({ log, task, row, action }: ActionDetailsProps) {
  const level = formatLevel(action.taskLevel);
  const records = [action.startRecord, action.endRecord].filter((record) => record !== undefined);
  const timing = task.timing.actions.get(action);
  return (
    <>
      <h2>
        <StatusMark status={action.status} />{" "}
        {action.kind === "missing" ? "(action not read)" : formatType(action.actionType)}
      </h2>
      {action.exception !== undefined && (
        <div class="failure">
          <b>{formatText(action.exception)}</b>
          {action.reason !== undefined && <FieldText log={log} name="reason" value={action.reason} />}
        </div>
      )}
      <dl class="facts">
        <dt>Status</dt>
        <dd>{outcomeWords(action)}</dd>
        <dt>Place</dt>
        <dd class="mono">
          {level} <CopyButton text={`${action.taskUuid}@${level}`} what="the id of the action" />
        </dd>
        <Fact name="Began" value={action.startTime} show={formatWholeTime} />
        <Fact name="Ended" value={action.endTime} show={formatWholeTime} />
        <Fact name="Took" value={action.durationSeconds} show={formatSeconds} />
        <dt>In it</dt>
        <dd>{plural(action.children.length, "child", "children")}</dd>
      </dl>
      {task.critical.has(action) && <p class="critical-note">On the critical path: the task waited for it.</p>}
      {row.late && <p class="warn">It went on after the action that it stands in had ended.</p>}
      {timing?.otherClock === true && <p class="warn">It ran on another clock; only its duration is sure.</p>}
      <WhyThisWay log={log} kind="action" type={action.actionType} />
      <FieldTable log={log} title="Fields at its start" type={action.actionType} fields={action.startFields ?? {}} />
      <FieldTable log={log} title="Fields at its end" type={action.actionType} fields={withoutShown(action)} />
      <WrittenLines task={task} records={records} />
    </>
  );
}

/** The status, and whether it failed by itself; of what nobody waits for, that it is so. */
function outcomeWords(action: WrittenAction): string {
  const outcome = outcomeOf(action);
  const status = outcome === "cancelled" || outcome === "timed out" ? outcome : statusWords(action.status);
  return action.startRecord?.clew_awaited === false ? `${status}; nobody waited for it` : status;
}

function Fact({
  name,
  value,
  show,
}: {
  readonly name: string;
  readonly value: number | undefined;
  show(value: number): string;
}) {
  if (value === undefined) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd class="mono">{show(value)}</dd>
    </>
  );
}

/** Leaves out the fields that the failure and the facts above show already. */
function withoutShown({ endFields = {}, exception, reason, durationSeconds }: WrittenAction): Fields {
  const shown = [
    exception === undefined ? "" : "exception",
    reason === undefined ? "" : "reason",
    endFields.clew_duration === durationSeconds ? "clew_duration" : "",
  ];
  return Object.fromEntries(Object.entries(endFields).filter(([name]) => !shown.includes(name)));
}
