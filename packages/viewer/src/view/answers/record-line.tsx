import { aboutText } from "@clew/log";
import type { Message } from "clew/parse";
import { formatType, formatWholeTime } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { PlaceLink } from "./parts.js";

/** A record of the log on one line, with the way to its place. */
export function RecordLine({ log, record }: { readonly log: LogSession; readonly record: Message }) {
  const { task_uuid, task_level, timestamp, message_type, action_type, action_status, ...fields } = record;
  const type = message_type ?? action_type;
  return (
    <div class="record-line">
      <span class="mono faint">{formatWholeTime(timestamp).slice(11)}</span>
      <PlaceLink log={log} place={{ task_uuid, task_level }}>
        {formatType(typeof type === "string" ? type : undefined)}
      </PlaceLink>
      {action_status !== undefined && <span class="faint">{action_status}</span>}
      <span class="mono about">{aboutText(fields)}</span>
    </div>
  );
}
