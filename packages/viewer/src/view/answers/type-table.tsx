import { formatCount, formatSeconds, formatType } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";

const MOST_TYPES = 100;

/** Numbers for each type of action, those that took most time of their own first. */
export function TypeTable({ log }: { readonly log: LogSession }) {
  const types = log.types.value;
  if (types === undefined || types.length === 0) return null;
  return (
    <div class="card scroll types">
      <table>
        <thead>
          <tr>
            <th scope="col">Type</th>
            {["Count", "Failed", "Cancelled", "Timed out", "Not ended", "p50", "p95", "p99", "By itself"].map(
              (name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {types.slice(0, MOST_TYPES).map((type) => (
            <tr key={type.actionType}>
              <td>
                <a href={log.navigation.href({ view: "forest", query: { text: type.actionType }, list: "tasks" })}>
                  {formatType(type.actionType)}
                </a>
              </td>
              <td class="number">{formatCount(type.count)}</td>
              <td class={type.failed > 0 ? "number bad" : "number faint"}>{formatCount(type.failed)}</td>
              <td class="number faint">{formatCount(type.cancelled)}</td>
              <td class="number faint">{formatCount(type.timedOut)}</td>
              <td class="number faint">{formatCount(type.incomplete)}</td>
              <td class="number">{formatSeconds(type.p50Seconds)}</td>
              <td class="number">{formatSeconds(type.p95Seconds)}</td>
              <td class="number">{formatSeconds(type.p99Seconds)}</td>
              <td class="number">{formatSeconds(type.selfSeconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {types.length > MOST_TYPES && <p class="faint">And {formatCount(types.length - MOST_TYPES)} more types.</p>}
    </div>
  );
}
