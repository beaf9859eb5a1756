import { messageEvents, sseBody } from '../../lib/testing/index.ts';
import { emptyMessage } from '../support/events.ts';
import type { Random } from './random.ts';

const replies = [
  messageEvents('Grüße 👩‍👩‍👧 there'),
  messageEvents({ content: [{ thinking: 'hm' }, 'x', { tool_use: { name: 'f', input: { a: [1, { b: 'y' }] } } }] }),
  messageEvents('word '.repeat(300)),
].map((events) => sseBody(events));
const objects = [
  JSON.stringify({ ...emptyMessage, content: [{ type: 'text', text: 'Grüße' }] }),
  JSON.stringify({ input_tokens: 5 }),
  JSON.stringify({ type: 'error', error: { type: 'overloaded_error', message: 'Said so' } }),
];
const pages = ['', '<!doctype html><p>Log in', 'null', '[]', '"text"', '{', '\0\0\0\0', 'upstream connect error'];

const splinters = [
  '\n',
  '\n\n',
  '\r',
  '\r\n\r\n',
  '\ufeff',
  '\0',
  '"',
  '}',
  ':',
  ': comment\n\n',
  'data: ',
  'data: [DONE]\n\n',
  'data:\n'.repeat(3_000),
  'event: error\n',
  'event: heartbeat\ndata: {}\n\n',
  'event: ping\ndata: {"type":"ping"}\n\n',
  'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n',
  'retry: 99999999999999999999\n',
  `id: ${'7'.repeat(5_000)}\n`,
  '9'.repeat(400),
  '[['.repeat(5_000),
  'x'.repeat(90_000),
  `data: {"type":"message_start","message":{"content":[${'1,'.repeat(5_000)}1]}}\n\n`,
];

/** The bytes of a body: a reply or something else, damaged or not. */
export function makeBody(random: Random): Buffer {
  const text = random.pick([replies, replies, replies, objects, objects, pages]);
  let body: Buffer = Buffer.from(random.pick(text));
  if (random.chance(0.1)) body = Buffer.from(body.toString().replaceAll('\n', random.pick(['\r', '\r\n'])));
  if (random.chance(0.1)) body = shuffled(body, random);
  for (let changes = random.pick([0, 0, 0, 1, 1, 2, 4]); changes > 0; changes--) body = changed(body, random);
  return body;
}

function changed(body: Buffer, random: Random): Buffer {
  const at = random.below(body.length + 1);
  const to = Math.min(body.length, at + random.below(200));
  switch (random.below(6)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return Buffer.concat([body.subarray(0, at), body.subarray(to)]);
    case 2:
      return Buffer.concat([body.subarray(0, to), body.subarray(at)]);
    case 3:
      return Buffer.concat([body.subarray(0, at), Buffer.of(random.below(256)), body.subarray(at + 1)]);
    case 4:
      return Buffer.concat([body.subarray(0, at), noise(random, random.below(300)), body.subarray(at)]);
    default:
      return Buffer.concat([body.subarray(0, at), Buffer.from(random.pick(splinters)), body.subarray(at)]);
  }
}

function shuffled(body: Buffer, random: Random): Buffer {
  const frames = body.toString().split('\n\n');
  for (let i = frames.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [frames[i], frames[j]] = [frames[j]!, frames[i]!];
  }
  return Buffer.from(frames.join('\n\n'));
}

/** Bytes without any sense. */
export function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}
