/** A question that has no answer; the sentence says the way out, and is all that the agent is told. */
export class AgentError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "AgentError";
  }
}
