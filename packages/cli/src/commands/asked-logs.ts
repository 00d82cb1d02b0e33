// What the commands ask of whole logs: out of what is kept beside the log where the answer is there, and told so.

import { type Answered, answered, type Draw, type LogNames, type Question, type Worked } from "../kept/index.js";
import { complain } from "../output/report.js";

export interface Asked<Answer, Drawn> {
  /** None where the answer is of this moment alone. */
  readonly question: Question | undefined;
  /** The log, and what it is compared with. */
  readonly logs: readonly LogNames[];
  work(): Promise<Worked<Answer>>;
  readonly draw: Draw<Answer, Drawn>;
}

/** Asks, and says on standard error where the answer came from, if it is no new one. */
export async function askLogs<Answer, Drawn>(asked: Asked<Answer, Drawn>): Promise<Answered<Drawn>> {
  const { question, logs, draw } = asked;
  const answer = await answered(question, logs, () => asked.work(), draw);
  if (answer.keptIn !== undefined)
    complain(`Answered from ${answer.keptIn}, where the answer is kept; the log has not changed since.`);
  return answer;
}
