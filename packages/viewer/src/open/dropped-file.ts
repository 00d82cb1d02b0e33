import { MemoryLogSource, MemoryStore } from "@clew/log";
import { looksLikeScHistory } from "@clew/log/recording";
import type { GivenFile } from "../model/index.js";

/**
 * A file that was dropped on the page or chosen in it: a log, or a recording of scopes by trio-vis. Files that end in
 * `.gz` are unpacked.
 */
export async function readDroppedFile(file: File): Promise<GivenFile> {
  const bytes = file.name.endsWith(".gz") ? file.stream().pipeThrough(new DecompressionStream("gzip")) : file.stream();
  const text = await new Response(bytes).text();
  const store = new MemoryStore(file.name);
  const isRecording = looksLikeScHistory(text);
  if (!isRecording) store.add(text);
  const source = new MemoryLogSource(store);
  return { source, recording: isRecording ? { name: file.name, text: async () => text } : undefined };
}
