/** One server-sent event as it came, before its `data` is decoded. */
export interface ServerSentEvent {
  /** The `event` field; absent when the server sent none. */
  event?: string | undefined;
  /** The `data` lines, joined with line feeds. */
  data: string;
  /** The `id` field. */
  id?: string | undefined;
  /** The `retry` field, in ms, on the first event after it. */
  retry?: number | undefined;
}
