const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86_400,
};

/** Reads `100ms`, `1.5s`, `2m30s`; a bare number is seconds. Gives seconds, or `undefined` where the text is none. */
export function readDuration(text: string): number | undefined {
  if (/^[0-9]*\.?[0-9]+$/.test(text)) return Number(text);
  if (!/^(?:[0-9]*\.?[0-9]+(?:ns|us|µs|ms|s|min|m|h|d))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, number, unit] of text.matchAll(/([0-9]*\.?[0-9]+)(ns|us|µs|ms|s|min|m|h|d)/g)) {
    seconds += Number(number) * (SECONDS[unit as string] as number);
  }
  return seconds;
}
