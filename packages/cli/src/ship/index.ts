export { Delivery } from "./delivery.js";
export { isShippersOwn } from "./kept-bytes.js";
export { ShippedFile } from "./shipped-file.js";
export { StateFile } from "./state-file.js";
