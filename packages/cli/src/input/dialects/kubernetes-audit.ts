import { isObject } from "../json-object.js";
import type { Dialect } from "./parts/index.js";

const METHODS: Readonly<Record<string, string>> = {
  get: "GET",
  list: "GET",
  watch: "GET",
  create: "POST",
  update: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  deletecollection: "DELETE",
};

/** The audit log of Kubernetes: each stage of a request to its API is a line. */
export const kubernetesAudit: Dialect = {
  name: "kubernetes",
  lines: "lines of Kubernetes' audit",
  example:
    '{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"6d1c…","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"list",…}',
  looksInto: ["apiVersion"],
  recognizes: ({ apiVersion, auditID, stage }) =>
    typeof apiVersion === "string" &&
    apiVersion.startsWith("audit.k8s.io/") &&
    auditID !== undefined &&
    stage !== undefined,
  reshape: ({ kind, apiVersion, level, auditID, stage, requestURI, verb, user, responseStatus, ...rest }) => {
    const { requestReceivedTimestamp, stageTimestamp, ...others } = rest;
    const code = isObject(responseStatus) ? responseStatus.code : undefined;
    const took = (Date.parse(String(stageTimestamp)) - Date.parse(String(requestReceivedTimestamp))) / 1000;
    return {
      ...others,
      request_id: auditID,
      message: stage,
      time: stageTimestamp ?? requestReceivedTimestamp,
      method: METHODS[String(verb)] ?? "GET",
      path: requestURI,
      verb,
      user: isObject(user) ? user.username : user,
      ...(code !== undefined && { status_code: code, ...(took >= 0 && { duration_s: took }) }),
      ...(isObject(responseStatus) &&
        responseStatus.reason !== undefined && { reason_of_status: responseStatus.reason }),
    };
  },
};
