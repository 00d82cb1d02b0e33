// Texts that somebody made of the rows of a store, kept in it: those of one state of the rows, and of one code.

import type { Database } from "./database/index.js";
import { type StoreState, writeState } from "./tables/index.js";

/** Runs what writes to the store once nothing else does, unless the rows have changed by then. */
type InTurn = (write: () => Promise<void>) => Promise<void>;

export class RowTexts {
  readonly #database: Database;
  #state: StoreState;
  readonly #inTurn: InTurn;

  constructor(database: Database, state: StoreState, inTurn: InTurn) {
    this.#database = database;
    this.#state = state;
    this.#inTurn = inTurn;
  }

  /** The text of this name; `undefined` where none was kept, or by other code. */
  get(by: string, name: string): string | undefined {
    return this.#of(by)[name];
  }

  /** Keeps a text in the place of all of other code; it is not kept where the rows have changed since these texts were asked for. */
  keep(by: string, name: string, text: string): Promise<void> {
    this.#state = { ...this.#state, kept: { by, texts: { ...this.#of(by), [name]: text } } };
    return this.#inTurn(() => this.#write());
  }

  async #write(): Promise<void> {
    const connection = await this.#database.connect();
    try {
      await connection.run("BEGIN");
      await writeState(connection, this.#state);
      await connection.run("COMMIT");
    } finally {
      connection.closeSync();
    }
  }

  #of(by: string): Readonly<Record<string, string>> {
    const { kept } = this.#state;
    return kept?.by === by ? kept.texts : {};
  }
}
