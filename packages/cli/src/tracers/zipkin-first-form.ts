// Zipkin's first form as its second: annotations tell when a client sent and received, and when a server did; what is known
// of the call stands in binary annotations.

import { type Json, objectIn, objectsIn, textIn } from "./shape.js";

const CLIENT = ["cs", "cr"] as const;
const SERVER = ["sr", "ss"] as const;
const CORE = new Set<unknown>([...CLIENT, ...SERVER]);
/** They tell the address of the other side. */
const ADDRESSES = new Set<unknown>(["sa", "ca"]);

/** The spans of the second form that one of the first form tells of: both sides of a call may be in one. */
export function inSecondForm(span: Json): readonly Json[] {
  const annotations = objectsIn(span.annotations);
  const binary = objectsIn(span.binaryAnnotations);
  if (binary.length === 0 && !annotations.some(({ value }) => CORE.has(value))) return [span];
  const sides = [sideOf(span, "CLIENT", CLIENT), sideOf(span, "SERVER", SERVER)].filter((side) => side !== undefined);
  return sides.length === 0 ? [{ ...span, ...told(span, undefined) }] : sides;
}

function sideOf(span: Json, kind: string, [first, last]: readonly [string, string]): Json | undefined {
  const annotations = objectsIn(span.annotations);
  const begin = annotations.find(({ value }) => value === first);
  const end = annotations.find(({ value }) => value === last);
  if (begin === undefined && end === undefined) return undefined;
  const service = serviceOf(begin ?? end);
  const hasBoth = typeof begin?.timestamp === "number" && typeof end?.timestamp === "number";
  const isAlone = !annotations.some(({ value }) => CORE.has(value) && value !== first && value !== last);
  return {
    ...span,
    kind,
    timestamp: begin?.timestamp ?? span.timestamp,
    duration: hasBoth ? Number(end?.timestamp) - Number(begin?.timestamp) : span.duration,
    ...told(span, isAlone ? undefined : service),
    localEndpoint: { serviceName: service },
  };
}

/** The tags and the other side, and the annotations that are no times of sending and receiving; all, or those of a service. */
function told(span: Json, service: string | undefined): Json {
  const isOf = (each: Json) => service === undefined || (serviceOf(each) ?? service) === service;
  const binary = objectsIn(span.binaryAnnotations).filter(isOf);
  const address = binary.find(({ key }) => ADDRESSES.has(key));
  const tags = binary.filter(({ key }) => !ADDRESSES.has(key)).map(({ key, value }) => [String(key), value]);
  return {
    tags: Object.fromEntries(tags),
    annotations: objectsIn(span.annotations).filter((each) => !CORE.has(each.value) && isOf(each)),
    localEndpoint: { serviceName: service ?? binary.map(serviceOf).find((name) => name !== undefined) },
    ...(address !== undefined && { remoteEndpoint: objectIn(address.endpoint) }),
  };
}

function serviceOf(annotation: Json | undefined): string | undefined {
  return textIn(objectIn(annotation?.endpoint)?.serviceName);
}
