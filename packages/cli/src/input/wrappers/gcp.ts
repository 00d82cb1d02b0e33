import { isObject, textAt } from "../json-object.js";
import type { Wrapper } from "./wrapper.js";

/** Entries of Google Cloud Logging, as `gcloud logging read --format=json` gives them. */
export const gcp: Wrapper = {
  kind: "gcp",
  lines: "Google Cloud Logging's",
  example:
    '{"insertId":"1a2b","jsonPayload":{"message":"listening"},"timestamp":"2026-01-02T03:04:05.006Z","severity":"INFO",…}',
  isCertain: true,
  ofObject: (value) => {
    const { jsonPayload, textPayload, logName, insertId, resource, severity, timestamp, httpRequest, trace } = value;
    if (logName === undefined && insertId === undefined && resource === undefined) return undefined;
    const text = typeof textPayload === "string" ? textPayload.replace(/\n$/, "") : undefined;
    const payload = isObject(jsonPayload) ? jsonPayload : undefined;
    if (payload === undefined && text === undefined && !isObject(httpRequest)) return undefined;
    return {
      inner:
        text !== undefined && !isObject(httpRequest)
          ? text
          : payload?.task_uuid !== undefined
            ? payload
            : {
                ...payload,
                ...(payload?.severity === undefined &&
                  payload?.level === undefined &&
                  severity !== undefined && { severity }),
                ...(payload?.time === undefined && payload?.timestamp === undefined && { timestamp }),
                ...(isObject(httpRequest) && payload?.httpRequest === undefined && { httpRequest }),
                ...(text !== undefined && { message: text }),
                ...(trace !== undefined && { trace }),
              },
      source: {
        kind: "gcp",
        ...field(
          "name",
          textAt(value, "resource.labels.service_name") ?? textAt(value, "resource.labels.container_name"),
        ),
        ...field("pod", textAt(value, "resource.labels.pod_name")),
        ...field("container", textAt(value, "resource.labels.container_name")),
        ...(typeof logName === "string" && { log_stream: logName }),
      },
      time: timestamp,
    };
  },
};

function field(key: string, value: string | undefined): object {
  return value === undefined ? {} : { [key]: value };
}
