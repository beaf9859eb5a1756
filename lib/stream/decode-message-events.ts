import type { OperatorFunction } from 'rxjs';
import { completeEvent } from '../accumulate/complete-event.ts';
import { briefOf } from '../errors/brief-of.ts';
import { createAPIError } from '../errors/create-api-error.ts';
import { readErrorEnvelope } from '../errors/error-envelope.ts';
import { guardedOperator } from '../errors/guarded-operator.ts';
import { IncompleteStreamError } from '../errors/incomplete-stream-error.ts';
import { MalformedEventError } from '../errors/malformed-event-error.ts';
import { checkEvent, isSoundEvent } from '../schema/check-event.ts';
import { parseJSON } from '../types/parse-json.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { ServerSentEvent } from '../types/server-sent-event.ts';
import { CallIds } from './call-ids.ts';
import { readFrame } from './read-frame.ts';
import { ReplyProgress } from './reply-progress.ts';

/** The options of `decodeMessageEvents`. */
export interface DecodeOptions {
  /**
   * Complete at the first `message_stop`, and add a `message_start` that the server omits; by default the source may
   * contain several messages in a row.
   */
  readonly single?: boolean;
  /** The request id for errors. */
  readonly headers?: Headers;
  /** Called with each frame that is not an event. */
  readonly onSkip?: (frame: ServerSentEvent) => void;
  /** Called before the stream completes. */
  readonly onComplete?: () => void;
}

/**
 * Decodes server-sent events to the events of a message, each with all the fields that the types promise. It skips pings and
 * frames that are not events (`[DONE]`, heartbeats); unknown events pass. Errors: the `APIError` of an error frame,
 * `MalformedEventError` for an event that cannot be read, and `IncompleteStreamError` when the source completes inside a
 * message.
 *
 * A reply with a stop reason and without open blocks is complete: `[DONE]` or the end of the source then replace
 * `message_stop`. Between two messages, an error of the source completes.
 */
export function decodeMessageEvents({
  single = false,
  headers,
  onSkip,
  onComplete,
}: DecodeOptions = {}): OperatorFunction<ServerSentEvent, BetaMessageStreamEvent> {
  return guardedOperator((subscriber) => {
    const progress = new ReplyProgress();
    const callIds = new CallIds();
    let lastSkipped = '';
    const complete = () => {
      onComplete?.();
      subscriber.complete();
    };
    const emit = (event: BetaMessageStreamEvent) => {
      // Several messages in a row may begin in the middle of one.
      if (single && progress.lacksStart(event)) emit(completeEvent(bareStart));
      // Late events of an ended message, such as a second message_stop.
      if (!progress.takes(event)) return;
      subscriber.next(callIds.own(event));
      if (single && progress.state === 'ended') complete();
    };
    const emitStop = () => {
      if (progress.state === 'stopping') emit({ type: 'message_stop' });
    };
    const check = (event: object, data: string) => {
      const completed = completeEvent(event as BetaMessageStreamEvent); // validated in the next line
      const issues = checkEvent(completed);
      if (issues) throw new MalformedEventError({ data, issues });
      emit(progress.withUsage(completed));
    };
    return {
      next: (frame) => {
        const read = readFrame(frame);
        if (read === 'error') throw createAPIError({ text: frame.data, name: frame.event, headers });
        if (read === 'broken') throw new MalformedEventError({ data: frame.data });
        if (typeof read === 'object') {
          if (isSoundEvent(read)) emit(read);
          else check(read, frame.data);
        } else if (read !== 'ping') {
          onSkip?.(frame);
          if (read === 'done') emitStop();
          else lastSkipped = frame.data;
        }
      },
      error: (error) => {
        if (progress.state === 'ended') complete();
        else subscriber.error(error);
      },
      complete: () => {
        emitStop();
        if (progress.state === 'ended') complete();
        else subscriber.error(incomplete(progress.state === 'none', lastSkipped));
      },
    };
  });
}

const bareStart = { type: 'message_start', message: {} } as BetaMessageStreamEvent; // `completeEvent` adds the fields

/** Some gateways report a failure in a frame of their own, and another API has no events of this one. */
function incomplete(hasNoEvent: boolean, lastSkipped: string): IncompleteStreamError {
  const words = readErrorEnvelope(parseJSON(lastSkipped), true)?.message?.slice(0, 500);
  if (words === undefined && hasNoEvent && lastSkipped.trim() !== '') {
    const frame = briefOf(lastSkipped);
    return new IncompleteStreamError(
      `The stream contains no event of the Messages API, but frames such as ${frame}. Check baseURL.`,
    );
  }
  return new IncompleteStreamError(
    words && `The stream ended before message_stop. The last frame that is not an event says: ${words}`,
  );
}
