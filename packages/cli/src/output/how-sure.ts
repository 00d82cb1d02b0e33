/** The word for a probability. */
export function howSure(confidence: number): "surely" | "probably" | "perhaps" {
  if (confidence >= 0.9) return "surely";
  return confidence >= 0.5 ? "probably" : "perhaps";
}
