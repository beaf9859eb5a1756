import { EventStreamCodec } from '@smithy/eventstream-codec';
import { describe, expect, it } from '@jest/globals';
import { awsFrames } from '../../lib/testing/aws-frames.ts';
import { errorBody, invokeModelBody, messageEvents } from '../../lib/testing/index.ts';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => Buffer.from(text),
);
const decoded = (body: Uint8Array) =>
  Array.from(awsFrames(body), (frame) => {
    const { headers, body } = codec.decode(frame);
    return {
      type: headers[':message-type']!.value,
      headers,
      payload: JSON.parse(Buffer.from(body).toString()) as object,
    };
  });

describe('invokeModelBody', () => {
  it("is read by the AWS SDK's decoder as the events", () => {
    const events = messageEvents('Grüße, 世界');
    const frames = decoded(invokeModelBody(events));
    expect(frames.map(({ type }) => type)).toEqual(events.map(() => 'event'));
    const sent = frames.map(({ payload }) => {
      const { bytes } = payload as { bytes: string };
      return JSON.parse(Buffer.from(bytes, 'base64').toString()) as unknown;
    });
    expect(sent).toEqual(events);
  });

  it.each([
    ['overloaded_error', 'serviceUnavailableException'],
    ['rate_limit_error', 'throttlingException'],
    ['new_error', 'new_errorException'],
  ])('sends the error %s as the exception %s', (type, name) => {
    const [frame] = decoded(invokeModelBody([errorBody(type, 'Said so')]));
    expect(frame).toMatchObject({
      type: 'exception',
      headers: { ':exception-type': { value: name } },
      payload: { message: 'Said so' },
    });
  });
});
