export { watchLoading } from "./watch-loading.js";
