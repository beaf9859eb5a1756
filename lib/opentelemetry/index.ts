export type { ContentHook, MessagePart, RecordedContent, RecordedMessage } from './content.ts';
export { telemetry, type TelemetryOptions } from './telemetry.ts';
export { type RunTelemetryOptions, traceRuns } from './trace-runs.ts';
