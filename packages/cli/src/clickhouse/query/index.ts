export { queryCluster } from "./query-cluster.js";
