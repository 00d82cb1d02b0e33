import type { Message } from "clew/parse";
import { visible } from "clew/render";
import type { LoadedTask } from "../../model/index.js";
import { CopyButton } from "../parts/copy-button.js";

/** A line longer than this is copied whole, but not drawn whole. */
const SHOWN = 2000;

/** The lines of the log as they were written, with each digit. */
export function WrittenLines({ task, records }: { readonly task: LoadedTask; readonly records: readonly Message[] }) {
  const lines = records.map((record) => task.lineOf(record)).filter((line) => line !== undefined);
  if (lines.length === 0) return null;
  return (
    <details class="written">
      <summary>As it was written</summary>
      {lines.map((line) => (
        <div key={line} class="written-line">
          <pre>
            {visible(line.slice(0, SHOWN))}
            {line.length > SHOWN ? "…" : ""}
          </pre>
          <CopyButton text={line} what="the line" />
        </div>
      ))}
    </details>
  );
}
