import { Command } from "commander";
import { complain } from "../output/report.js";
import type { Received } from "../receive/index.js";
import { examples, wholeNumber } from "./arguments.js";
import { showUntil, stopSignal } from "./view.js";

interface ReceiveOptions {
  readonly port: number;
  readonly host: string;
  readonly open?: boolean;
}

/** `clew receive`: an endpoint of OTLP, which writes what it receives to a log that every other command reads. */
export function receiveCommand(): Command {
  return new Command("receive")
    .description("receive what programs with OpenTelemetry send (OTLP over HTTP), and write it to a log")
    .argument("[file]", "the log to append to", "received.log")
    .option("--port <number>", "listen on this port; 0 for any that is free", wholeNumber(0), 4318)
    .option("--host <name>", "listen there; another than the loopback needs a token in CLEW_RECEIVE_TOKEN", "127.0.0.1")
    .option("--open", "show the log on a page while it grows, and open the browser")
    .addHelpText(
      "after",
      examples([
        ["clew receive", "writes received.log; then, for each program:"],
        ["OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf node app.js", ""],
        ["clew receive --open shop.log", "looks at it meanwhile"],
        ["clew why received.log", "what failed, in all services together"],
      ]),
    )
    .action(receive);
}

async function receive(file: string, { host, port, open }: ReceiveOptions): Promise<void> {
  const { ReceivedLog, Receiver } = await import("../receive/index.js");
  const stopped = stopSignal();
  const log = await ReceivedLog.open(file);
  const counts = new Counts();
  const token = process.env.CLEW_RECEIVE_TOKEN;
  const receiver = await Receiver.start(log, { host, port, token, onReceived: (received) => counts.add(received) });
  process.stdout.write(`${receiver.address}\n`);
  complain(`Writing to ${file}; OTEL_EXPORTER_OTLP_ENDPOINT=${receiver.address} sends a program here. Ctrl-C ends it.`);
  if (open === true) await showUntil(stopped, [file], { port: 0, host: "127.0.0.1", open: true });
  await stopped;
  await receiver.close();
  await log.close();
  complain(counts.summary());
  process.exit(process.exitCode ?? 0);
}

/** What came, to be said at the end; what is not kept is said when it comes first. */
class Counts {
  #spans = 0;
  #records = 0;
  #metrics = 0;
  #rejected = 0;

  add({ kind, items, rejected }: Received): void {
    if (kind === "metrics") {
      if (this.#metrics === 0) complain("Metrics came; they are counted and not kept.");
      this.#metrics += rejected;
      return;
    }
    if (kind === "spans") this.#spans += items;
    else this.#records += items;
    if (rejected > 0 && this.#rejected === 0)
      complain("Some of what came could not be taken; the senders were told why.");
    this.#rejected += rejected;
  }

  summary(): string {
    const more = [
      ...(this.#rejected > 0 ? [`refused ${this.#rejected}`] : []),
      ...(this.#metrics > 0 ? [`dropped ${this.#metrics} metrics`] : []),
    ];
    return `Received ${[`${this.#spans} spans, ${this.#records} log records`, ...more].join("; ")}.`;
  }
}
