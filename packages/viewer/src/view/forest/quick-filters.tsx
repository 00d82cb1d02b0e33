import type { TaskStatus } from "@clew/log";
import { formatCount, type PageState } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { StatusMark } from "../parts/status-mark.js";

const ORDERS = [
  { value: "-time", name: "Newest first" },
  { value: "time", name: "Oldest first" },
  { value: "-duration", name: "Slowest first" },
  { value: "duration", name: "Fastest first" },
  { value: "-messages", name: "Most messages first" },
  { value: "type", name: "By type" },
] as const;

/** The filters that people want first: failures, tasks that never ended, the slowest. */
export function QuickFilters({ log }: { readonly log: LogSession }) {
  const { navigation, forest } = log;
  const { query, sort, descending, list } = navigation.state.value;
  const statuses = forest.facets.value?.statuses ?? [];
  const only = query.statuses?.length === 1 ? query.statuses[0] : undefined;
  const setStatus = (status: TaskStatus) => {
    const { statuses: _, ...rest } = query;
    navigation.step({ query: only === status ? rest : { ...rest, statuses: [status] } });
  };
  const current = `${descending ? "-" : ""}${sort}`;
  const orders = ORDERS.some(({ value }) => value === current)
    ? ORDERS
    : [...ORDERS, { value: current, name: "Another order" }];
  return (
    <div class="quick">
      {(["failed", "incomplete"] as const).map((status) => (
        <button
          key={status}
          type="button"
          class="toggle"
          aria-pressed={only === status}
          onClick={() => setStatus(status)}
        >
          <StatusMark status={status} />
          {status === "failed" ? "Failed" : "Not ended"}
          <span class="faint">{formatCount(statuses.find(({ value }) => value === status)?.count ?? 0)}</span>
        </button>
      ))}
      {(list === "tasks" || query.text === undefined) && (
        <label class="order">
          <span class="unseen">Order</span>
          <select value={current} onChange={({ currentTarget }) => navigation.step(orderOf(currentTarget.value))}>
            {orders.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

function orderOf(value: string): Pick<PageState, "sort" | "descending"> {
  return { sort: value.replace("-", "") as PageState["sort"], descending: value.startsWith("-") };
}
