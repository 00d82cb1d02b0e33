import type { LogSession } from "../../state/index.js";
import { CompareLogs } from "./compare-logs.js";
import { CompareSets } from "./compare-sets.js";
import { DiffView } from "./diff-view.js";
import { Presets } from "./presets.js";

/** The log against its baseline; two tasks side by side, or two choices of tasks against each other. */
export function CompareView({ log }: { readonly log: LogSession }) {
  const { a, b, setA, setB } = log.navigation.state.value;
  const { compared } = log.summary.value ?? {};
  const isOfSets = setA !== undefined && setB !== undefined;
  if (isOfSets) return <CompareSets log={log} a={setA} b={setB} />;
  return (
    <div class="diff">
      {a === undefined && b === undefined && compared !== undefined && <CompareLogs log={log} compared={compared} />}
      {(a === undefined || b === undefined) && <Presets log={log} />}
      <DiffView log={log} />
    </div>
  );
}
