import type { FieldName, TaskGroup, TaskQuery } from "@clew/log";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { formatCount, formatSeconds, formatShare, formatText, plural, withField } from "../../model/index.js";
import { FIRST_FIELD, type LogSession } from "../../state/index.js";
import { Share } from "../answers/parts.js";
import { ValueMenu } from "../filter/value-menu.js";
import { Failure, Waiting } from "../parts/notice.js";

/** The matching tasks by the values of a field: how many, how many failed, how long they took. */
export function GroupsTable({ log }: { readonly log: LogSession }) {
  const { navigation, forest } = log;
  const { by = FIRST_FIELD, query } = navigation.state.value;
  const { value: answer, error } = forest.groups.asked.value;
  const names = useSignal<readonly FieldName[]>([]);
  useEffect(() => {
    void log.source.fieldNames().then(
      (found) => {
        names.value = found;
      },
      () => {},
    );
  }, [log]);
  const total = answer?.groups.reduce((sum, { count }) => sum + count, 0) ?? 0;
  const fields = ["type", "status", ...names.value.map(({ field }) => field)];
  return (
    <div class="groups scroll">
      <label class="order">
        By{" "}
        <select value={by} onChange={({ currentTarget }) => navigation.step({ by: currentTarget.value })}>
          {(fields.includes(by) ? fields : [...fields, by]).map((field) => (
            <option key={field} value={field}>
              {formatText(field)}
            </option>
          ))}
        </select>
      </label>
      {error !== undefined ? (
        <Failure what="The tasks could not be grouped." reason={error} again={() => forest.reload()} />
      ) : answer === undefined ? (
        <Waiting what="the groups" />
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{formatText(by)}</th>
              <th scope="col">Share</th>
              {["Tasks", "Failed", "p50", "p95"].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.groups.map((group) => (
              <GroupLine
                key={`${group.value === null}${group.value}`}
                log={log}
                by={by}
                group={group}
                total={total}
                query={query}
              />
            ))}
          </tbody>
        </table>
      )}
      {answer !== undefined && answer.more > 0 && <p class="faint">And {plural(answer.more, "smaller group")}.</p>}
    </div>
  );
}

interface GroupLineProps {
  readonly log: LogSession;
  readonly by: string;
  readonly group: TaskGroup;
  readonly total: number;
  readonly query: TaskQuery;
}

function GroupLine({ log, by, group, total, query }: GroupLineProps) {
  const { value, count, failed, p50Seconds, p95Seconds } = group;
  const narrowed = value === null ? undefined : narrowedTo(query, by, value);
  const href = (more: TaskQuery) => log.navigation.href({ view: "forest", list: "tasks", query: more });
  return (
    <tr>
      <td>
        {value === null ? (
          <span class="faint">without it</span>
        ) : (
          <span class="mono">{value === "" ? "(empty)" : formatText(value)}</span>
        )}
        {value !== null && by !== "type" && by !== "status" && <ValueMenu log={log} field={by} value={value} />}
      </td>
      <td>
        <Share share={total === 0 ? 0 : count / total} />
      </td>
      <td class="number">
        {narrowed === undefined ? formatCount(count) : <a href={href(narrowed)}>{formatCount(count)}</a>}
      </td>
      <td class={failed > 0 ? "number bad" : "number faint"}>
        {failed > 0 && narrowed !== undefined ? (
          <a href={href({ ...narrowed, statuses: ["failed"] })}>
            {formatCount(failed)} ({formatShare(failed / count)})
          </a>
        ) : (
          formatCount(failed)
        )}
      </td>
      <td class="number">{formatSeconds(p50Seconds)}</td>
      <td class="number">{formatSeconds(p95Seconds)}</td>
    </tr>
  );
}

function narrowedTo(query: TaskQuery, by: string, value: string): TaskQuery {
  if (by === "type") return { ...query, types: [value] };
  if (by === "status") return { ...query, statuses: [value as "succeeded" | "failed" | "incomplete"] };
  return withField(query, { field: by, value });
}
