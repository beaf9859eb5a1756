import { describe, expect, it } from '@jest/globals';
import { crc32 } from '../../lib/clouds/crc32.ts';
import { invokeModelBody, messageEvents } from '../../lib/testing/index.ts';
import { clouds } from '../support/clouds.ts';
import { all, type Answer, type Fault, faults, outcome } from './faults.ts';

const ways = clouds.filter(({ name }) => !name.includes('with a token') && name !== 'mantle');

/** A credential from a function is requested again after a 401; and a signature takes longer than this timeout. */
const ofTheAPI = ['status 401', 'silence before headers, always'];
/** Faults of encodings that only text has. */
const ofText = ['a gzipped body', 'a body with a length', 'six content-encodings, once'];
/** Faults that take a deadline to pass: the clouds without a decoder share their code with the API. */
const isSlow = ([, , , options]: Fault) => options?.deadlines !== undefined || options?.timeout !== undefined;

describe.each(ways)('faults of $name', (way) => {
  const own = faults.filter(
    (fault) => !ofTheAPI.includes(fault[0]) && (way.framed ? !ofText.includes(fault[0]) : !isSlow(fault)),
  );

  it.each(own)('%s', async (_, answers, expected, ...[options]) => {
    expect(await outcome(answers, options, way)).toMatchObject(expected);
  });
});

describe('faults of a binary event stream', () => {
  const invoke = ways.find(({ framed }) => framed)!;
  const begun = invokeModelBody(messageEvents('Hello there').slice(0, 3));
  const answered = (body: Uint8Array): Answer => ({
    headers: { 'content-type': 'application/vnd.amazon.eventstream' },
    body,
  });
  const damaged = Uint8Array.from(begun, (byte, i) => (i === begun.length - 20 ? byte ^ 1 : byte));
  const huge = new Uint8Array(12);
  new DataView(huge.buffer).setUint32(0, 0xffffffff);
  new DataView(huge.buffer).setUint32(8, crc32(huge.subarray(0, 8)));

  it.each<[string, Uint8Array, string[], string]>([
    ['a flipped bit in the third event', damaged, all.slice(0, 2), 'MalformedStreamError'],
    ['a frame that announces 4 GB', Buffer.concat([begun, huge]), all.slice(0, 3), 'MalformedStreamError'],
    [
      'text between frames',
      Buffer.concat([begun, Buffer.from('event: error')]),
      all.slice(0, 3),
      'MalformedStreamError',
    ],
    ['an end inside a frame', Buffer.concat([begun, begun.subarray(0, 99)]), all.slice(0, 3), 'IncompleteStreamError'],
    [
      'an end inside the length of a frame',
      Buffer.concat([begun, begun.subarray(0, 3)]),
      all.slice(0, 3),
      'IncompleteStreamError',
    ],
  ])('%s', async (_, body, events, error) => {
    const { seen, requests } = await outcome([answered(body)], {}, invoke);
    expect({ seen, requests }).toEqual({ seen: [...events, error], requests: 1 });
  });
});
