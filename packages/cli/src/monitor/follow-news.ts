import type { MonitorNews } from "clew/observe";
import { type AnswerOptions, toLine } from "../output/answer-lines.js";
import { complain } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import type { Connection } from "./connection.js";
import { newsPieces } from "./news-text.js";

/** Prints what happens until the program ends or somebody ends this. What is dropped is said where it was. */
export async function followNews(connection: Connection, isJson: boolean, options: AnswerOptions): Promise<void> {
  const out = new TextWriter(process.stdout);
  let printing = Promise.resolve();
  const lines = isJson ? jsonLines : (news: MonitorNews) => [...newsPieces(news)].map((each) => toLine(each, options));
  connection.onNews = (news) => {
    printing = printing.then(async () => {
      for (const line of lines(news)) await out.write(`${line}\n`);
      await out.flush();
    });
  };
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    connection.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    await connection.ask({ do: "follow" });
    await connection.ended;
    await printing;
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
  if (!isStopped) complain(`The program ${connection.greeting.program} has ended.`);
}

function jsonLines({ events, dropped }: MonitorNews): string[] {
  const lines = events.map((event) => JSON.stringify(event));
  return dropped > 0 ? [...lines, JSON.stringify({ dropped })] : lines;
}
