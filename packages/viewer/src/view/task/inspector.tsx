import { formatLevel, type LoadedTask, rowLevel, type TreeRow } from "../../model/index.js";
import type { LogSession } from "../../state/index.js";
import { Close } from "../parts/icons.js";
import { ActionDetails } from "./action-details.js";
import { MessageDetails } from "./message-details.js";

interface InspectorProps {
  readonly log: LogSession;
  readonly task: LoadedTask;
  readonly row: TreeRow;
}

/** One message, action or gap with all that is known of it. */
export function Inspector({ log, task, row }: InspectorProps) {
  const close = () => {
    log.navigation.adjust({ at: undefined });
    document.querySelector<HTMLElement>(".tree-rows")?.focus();
  };
  return (
    <aside
      class="details"
      aria-label="Details"
      id="details"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        document.querySelector<HTMLElement>(".tree-rows")?.focus();
      }}
    >
      <button type="button" class="quiet close" aria-label="Close the details" title="Close" onClick={close}>
        <Close />
      </button>
      {row.node === undefined ? (
        <GapDetails row={row} />
      ) : row.node.kind === "message" ? (
        <MessageDetails log={log} task={task} row={row} message={row.node} />
      ) : (
        <ActionDetails log={log} task={task} row={row} action={row.node} />
      )}
    </aside>
  );
}

function GapDetails({ row }: { readonly row: TreeRow }) {
  const [first, last] = row.missing ?? [0, 0];
  const above = row.parent?.taskLevel ?? [];
  const [from, to] = [formatLevel([...above, first]), formatLevel([...above, last])];
  return (
    <>
      <h2>Something is missing here</h2>
      <p class="mono">{first === last ? rowLevel(row).replace("?", "") : `${from} … ${to}`}</p>
      <p>
        {first === last ? "This place was" : `These ${last - first + 1} places were`} taken when the program ran, for
        places are given one after the other. What stood here was not read: it is in a log that is not open, was lost,
        or has not been written yet.
      </p>
    </>
  );
}
