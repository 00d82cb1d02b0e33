import type { WrittenMessage } from "clew/parse";
import { formatLevel, formatType, formatWholeTime, type LoadedTask, type TreeRow } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { CopyButton } from "../parts/copy-button.js";
import { FieldTable } from "./field-table.js";
import { WhyThisWay } from "./why-this-way.js";
import { WrittenLines } from "./written-lines.js";

interface MessageDetailsProps {
  readonly log: LogSession;
  readonly task: LoadedTask;
  readonly row: TreeRow;
  readonly message: WrittenMessage;
}

export function MessageDetails({ log, task, row, message }: MessageDetailsProps) {
  const level = formatLevel(message.taskLevel);
  return (
    <>
      <h2>{formatType(message.messageType)}</h2>
      <dl class="facts">
        <dt>Place</dt>
        <dd class="mono">
          {level} <CopyButton text={`${message.taskUuid}@${level}`} what="the place of the message" />
        </dd>
        <dt>Time</dt>
        <dd class="mono">{formatWholeTime(message.timestamp)}</dd>
      </dl>
      {row.late && <p class="warn">It was logged after the action that it stands in had ended.</p>}
      {message.conflicting && <p class="warn">Another, different record claims the same place. Both are shown.</p>}
      <WhyThisWay log={log} kind="message" type={message.messageType} />
      <FieldTable log={log} title="Fields" type={message.messageType} fields={message.fields} />
      <WrittenLines task={task} records={[message.record]} />
    </>
  );
}
