import type { z } from "zod";
import type { AgentAnswer } from "../agent-answer.js";
import type { AskedLog } from "../asked-log.js";

/** A question that an agent can ask. None changes anything. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  answer(log: AskedLog, input: unknown): Promise<AgentAnswer>;
}

/** Binds the types of a tool's input and of what answers it. */
export function tool<Input extends z.ZodObject>({
  answer,
  ...about
}: Omit<Tool, "input" | "answer"> & {
  readonly input: Input;
  answer(log: AskedLog, input: z.infer<Input>): Promise<AgentAnswer>;
}): Tool {
  return { ...about, answer: (log, input) => answer(log, about.input.parse(input)) };
}
