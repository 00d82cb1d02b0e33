import { type LogSource, MemoryLogSource, MemoryStore } from "../model/index.js";

/** A file that was dropped on the page or chosen in it, as a log. Files that end in `.gz` are unpacked. */
export async function readDroppedFile(file: File): Promise<LogSource> {
  const bytes = file.name.endsWith(".gz") ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  const store = new MemoryStore(file.name);
  store.add(await new Response(bytes).text());
  return new MemoryLogSource(store);
}
