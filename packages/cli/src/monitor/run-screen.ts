/** The full screen over a connection: looks once a second, and does what the keys ask. */

import type { MonitorCancel, MonitorLook, MonitorNews, MonitorPlace } from "clew/observe";
import type { AnswerOptions, Piece } from "../output/answer-lines.js";
import { complain } from "../output/report.js";
import type { Arrangement } from "./arrange.js";
import { byWhom } from "./by-whom.js";
import type { Connection } from "./connection.js";
import { FullScreen } from "./full-screen.js";
import { newsPieces, placePieces } from "./news-text.js";
import { pageOf, type ScreenContent, screenLines, shownMembers } from "./screen-lines.js";
import { firstState, press, type ScreenAct, type ScreenState } from "./screen-state.js";

const EVERY_MS = 1_000;
/** Older events have left the screen. */
const MOST_EVENTS = 1_000;

export interface ScreenOptions {
  readonly how: Arrangement;
  readonly most: number;
  readonly answer: AnswerOptions;
}

/** Shows the program until somebody leaves, or it ends. */
export async function runScreen(connection: Connection, options: ScreenOptions): Promise<void> {
  const look = await connection.ask<MonitorLook>({ do: "look", most: options.most });
  const screen = new MonitorScreen(connection, look, options);
  const isGone = await screen.run();
  if (isGone) complain(`The program ${connection.greeting.program} has ended.`);
}

class MonitorScreen {
  readonly #connection: Connection;
  readonly #options: ScreenOptions;
  readonly #screen: FullScreen;
  #content: ScreenContent;
  #state: ScreenState;
  #isFollowing = false;
  #quit: () => void = () => {};

  constructor(connection: Connection, look: MonitorLook, options: ScreenOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#content = { greeting: connection.greeting, look, events: [], place: [] };
    this.#state = firstState(options.how);
    this.#screen = new FullScreen({ key: (key) => this.#press(key), draw: () => this.#draw() });
  }

  /** Gives whether the program has ended. */
  async run(): Promise<boolean> {
    const left = new Promise<boolean>((resolve) => {
      this.#quit = () => resolve(false);
    });
    this.#screen.open();
    const timer = setInterval(() => void this.#look(), EVERY_MS);
    try {
      return await Promise.race([left, this.#connection.ended.then(() => true)]);
    } finally {
      clearInterval(timer);
      this.#screen.close();
    }
  }

  #press(key: Parameters<typeof press>[1]): void {
    const { state, act } = press(this.#state, key, shownMembers(this.#content, this.#state), pageOf(this.#screen));
    this.#state = state;
    if (act !== undefined) void this.#act(act);
    this.#draw();
  }

  async #act(act: ScreenAct): Promise<void> {
    if (act.do === "quit") this.#quit();
    else {
      try {
        await this.#askFor(act);
      } catch {
        // The connection has ended, which is said when the screen is left.
      }
    }
  }

  async #askFor(act: Exclude<ScreenAct, { do: "quit" }>): Promise<void> {
    if (act.do === "follow") {
      if (this.#isFollowing) return;
      this.#isFollowing = true;
      this.#connection.onNews = (news) => this.#tell(news);
      await this.#connection.ask({ do: "follow" });
    } else if (act.do === "where") {
      const place = await this.#connection.ask<MonitorPlace | null>({ do: "where", member: act.id });
      if (place === null) this.#say("It has ended.");
      else {
        this.#content = { ...this.#content, place: [...placePieces(place)] };
        this.#state = { ...this.#state, view: "place" };
        this.#draw();
      }
    } else {
      this.#say("Cancelling …");
      const done = await this.#connection.ask<MonitorCancel | null>({ do: "cancel", member: act.id, by: byWhom() });
      if (done === null) this.#say("It has ended.");
      else this.#say(`${done.name} (${done.member}) ${done.isNew ? "is cancelled" : "had been cancelled before"}.`);
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    if (this.#state.isPaused) return;
    try {
      const look = await this.#connection.ask<MonitorLook>({ do: "look", most: this.#options.most });
      this.#content = { ...this.#content, look };
      this.#draw();
    } catch {
      // The connection has ended, which is said when the screen is left.
    }
  }

  #tell(news: MonitorNews): void {
    const events: readonly (readonly Piece[])[] = [...this.#content.events, ...newsPieces(news)];
    this.#content = { ...this.#content, events: events.slice(-MOST_EVENTS) };
    if (this.#state.view === "events" && !this.#state.isPaused) this.#draw();
  }

  #say(message: string): void {
    this.#state = { ...this.#state, message };
    this.#draw();
  }

  #draw(): void {
    const { rows, columns } = this.#screen;
    this.#screen.show(screenLines(this.#content, this.#state, { rows, columns }, this.#options.answer));
  }
}
