import { isObject, textAt } from "../json-object.js";
import type { Wrapper } from "./wrapper.js";

/** Fluentd, Fluent Bit, FireLens and Filebeat: the line as a text, beside what is known of its container. */
export const fluent: Wrapper = {
  kind: "fluent",
  lines: "Fluent Bit's",
  example: '{"log":"{\\"level\\":30,…}","container_name":"web","source":"stdout","ecs_cluster":"shop"}',
  isCertain: true,
  ofObject: (value) => {
    const text =
      typeof value.log === "string" ? value.log : typeof value.message === "string" ? value.message : undefined;
    const { kubernetes, container_id, container_name, source, stream, agent } = value;
    if (text === undefined) return undefined;
    const isBeat = isObject(agent) && isObject(value.log);
    if (!isObject(kubernetes) && container_id === undefined && container_name === undefined && !isBeat)
      return undefined;
    const fields = {
      name: typeof container_name === "string" ? container_name.replace(/^\//, "") : undefined,
      pod: textAt(value, "kubernetes.pod_name") ?? textAt(value, "kubernetes.pod.name"),
      container: textAt(value, "kubernetes.container_name") ?? textAt(value, "kubernetes.container.name"),
      host: textAt(value, "kubernetes.host") ?? textAt(value, "host.name"),
      stream: typeof stream === "string" ? stream : typeof source === "string" ? source : undefined,
    };
    const known = Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
    return {
      inner: text.replace(/\n$/, ""),
      source: { kind: "fluent", ...known },
      time: value.time ?? value["@timestamp"] ?? value.date,
    };
  },
};
