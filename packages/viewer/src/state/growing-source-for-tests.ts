import { type LogNews, MemoryLogSource, type MemoryStore } from "@clew/log";

/** A log that grows when it is told to. */
export class GrowingSource extends MemoryLogSource {
  readonly #store: MemoryStore;
  #onNews: ((news: LogNews) => void) | undefined;

  constructor(store: MemoryStore) {
    super(store);
    this.#store = store;
  }

  override follow(onNews: (news: LogNews) => void): () => void {
    this.#onNews = onNews;
    return () => {
      this.#onNews = undefined;
    };
  }

  tell(news: LogNews): void {
    this.#onNews?.(news);
  }

  async grow(text: string): Promise<void> {
    const taskUuids = [...this.#store.add(text)];
    this.tell({ kind: "grown", summary: await this.summary(), taskUuids, moreTasks: false });
  }
}
