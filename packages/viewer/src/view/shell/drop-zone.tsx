import { useEffect, useState } from "preact/hooks";
import type { GivenFile } from "../../model/index.js";

export type ReadFile = (file: File) => Promise<GivenFile>;

/** The whole page takes files that are dropped on it, and says so while one is held over it. */
export function DropNote({ open }: { open(file: File): void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) open(file);
    };
    window.addEventListener("dragover", drag);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", drag);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  });
  return over ? <div class="drop-note">Drop a log, or a recording of scopes, to open it</div> : null;
}
