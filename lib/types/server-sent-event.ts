/** One server-sent event, before its `data` is decoded. */
export interface ServerSentEvent {
  /** The `event` field; absent if the server did not send it. */
  event?: string | undefined;
  /** The `data` lines, joined with line feeds. */
  data: string;
  /** The `id` field. */
  id?: string | undefined;
  /** The `retry` field, in ms, on the first event after it. */
  retry?: number | undefined;
}
