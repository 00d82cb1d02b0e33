export { type AsyncStorageClass, createAsyncCarrier } from "./carrier.js";
export { type GivenTime, type Millisecond, secondsText } from "./clock.js";
export type { AddedFields, BindableChannel, Carrier, Container, Context, InTest, Stretch } from "./context.js";
export type { GrowingFile, GrowingFileOptions } from "./growing-file.js";
export { type ErrorClass, type Extractor, hub, shared, warnOnce } from "./hub.js";
export type { Redaction, RedactionRule } from "./redaction.js";
