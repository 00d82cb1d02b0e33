import { useSignal } from "@preact/signals";
import type { LogSession } from "../../state/index.js";

/** The way to the comparison of a failed task with the most like it that succeeded. */
export function NearestButton({ log, taskUuid }: { readonly log: LogSession; readonly taskUuid: string }) {
  const said = useSignal<string | undefined>(undefined);
  const find = async () => {
    const found = await log.source.nearest(taskUuid).catch(() => null);
    if (found === null) said.value = "No task like it succeeded";
    else log.navigation.step({ view: "diff", a: found.taskUuid, b: taskUuid, setA: undefined, setB: undefined });
  };
  return said.value === undefined ? (
    <button type="button" class="link" onClick={() => void find()}>
      Compare with the nearest good one
    </button>
  ) : (
    <span class="faint" role="status">
      {said.value}
    </span>
  );
}
