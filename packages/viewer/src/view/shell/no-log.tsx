import { visible } from "clew/render";
import type { Opening } from "../../state/index.js";
import { Waiting } from "../parts/notice.js";

/** Stands in for the log while it is read, where it could not be, or where there is none yet. */
export function NoLog({ opening, open }: { readonly opening: Opening; open(file: File): void }) {
  if (opening.kind === "opening") return <Waiting what={visible(opening.what)} />;
  return (
    <div class="notice" role={opening.kind === "failed" ? "alert" : undefined}>
      <p class="title">{opening.kind === "failed" ? "The log could not be opened." : "No log is open."}</p>
      {opening.kind === "failed" && <p class="way-out">{visible(opening.reason)}</p>}
      <p class="way-out">
        Drop a log or a recording of scopes on this page, or choose one. It stays on this machine. For logs of any size,
        run <code>clew view app.log</code> and open the address that it prints.
      </p>
      <label class="file">
        Choose a file
        <input
          type="file"
          accept=".log,.json,.jsonl,.ndjson,.txt,.gz"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) open(file);
          }}
        />
      </label>
    </div>
  );
}
