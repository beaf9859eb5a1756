import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { finalText } from '../../lib/index.ts';
import { entries, frames } from './entries.ts';

/** What gateways send between, after and instead of the events of the API. */
const foreign: Readonly<Record<string, readonly string[]>> = {
  '[DONE]': [
    'data: [DONE]\n\n',
    'data:[DONE]\n\n',
    'data: [done]\n\n',
    'data: "[DONE]"\n\n',
    'data: DONE\n\n',
    'event: done\ndata: [DONE]\n\n',
    'event: message_stop\ndata: [DONE]\n\n',
  ],
  'blank data': ['data:\n\n', 'data: \n\n', 'event: keepalive\ndata: \n\n', 'event: content_block_delta\ndata:\n\n'],
  heartbeats: [
    ': keepalive\n\n',
    'event: heartbeat\ndata: {}\n\n',
    'event: keepalive\ndata: still here\n\n',
    'event: ping\ndata: not json\n\n',
    'event: keep-alive\ndata: {"at":1764000000}\n\n',
    'event: heartbeat\ndata: {"message":"alive"}\n\n',
    'event: heartbeat\ndata: {"message":"ok","code":0}\n\n',
    'data: {"error":null,"status":"ok"}\n\n',
  ],
  'JSON that is not an object with a type': [
    'data: null\n\n',
    'data: 7\n\n',
    'data: "text"\n\n',
    'data: []\n\n',
    'data: {}\n\n',
    'data: {"type":7}\n\n',
    'data: {"type":null,"choices":[]}\n\n',
  ],
  'text under a name of its own': ['event: metrics\ndata: took 5 ms\n\n', 'event: usage\ndata: {"cost":\n\n'],
};

const places: Readonly<Record<string, (extra: string) => string>> = {
  'before the first event': (extra) => extra + frames.join(''),
  'between two events': (extra) => [...frames.slice(0, 3), extra, ...frames.slice(3)].join(''),
  'after message_stop': (extra) => frames.join('') + extra,
};

const rows = Object.entries(foreign).flatMap(([kind, variants]) =>
  variants.flatMap((variant) =>
    Object.entries(places).map(
      ([place, bodyWith]) => [kind, JSON.stringify(variant), place, bodyWith(variant)] as const,
    ),
  ),
);

describe.each(Object.entries(entries))('a frame that is not an event, through %s,', (_, entry) => {
  it.each(rows)('%s %s %s: the reply is complete', async (_kind, _variant, _place, body) => {
    expect(await lastValueFrom(entry(body).pipe(finalText(), toArray()))).toEqual(['Hello there']);
  });

  it.each(foreign['[DONE]']!)('%j instead of message_stop ends a reply that has its stop reason', async (variant) => {
    const body = frames.slice(0, -1).join('') + variant;
    expect(await lastValueFrom(entry(body).pipe(finalText()))).toBe('Hello there');
  });

  it.each([
    ['in the middle of its text', frames.slice(0, 3).join('')],
    ['before its stop reason', frames.slice(0, 5).join('')],
  ])('[DONE] %s is an incomplete stream', async (_place, body) => {
    const failure = lastValueFrom(entry(`${body}data: [DONE]\n\n`).pipe(finalText()));
    await expect(failure).rejects.toMatchObject({ name: 'IncompleteStreamError' });
  });

  it.each([
    ['under a name of the API', 'event: content_block_delta\ndata: {"type":"content_bl\n\n'],
    ['under a name of the API, without JSON', 'event: message_delta\ndata: oops\n\n'],
    ['that begins as an event', 'data: {"type": "content_block_delta","index":0,"delta":{"type":"te\n\n'],
    ['that names its event later', 'data: {"index":0,"type":"content_block_delta","delta":{"ty\n\n'],
    ['that breaks off in its type', 'data: {"type":"mess\n\n'],
  ])('broken JSON %s is a MalformedEventError', async (_kind, broken) => {
    const body = [...frames.slice(0, 3), broken, ...frames.slice(3)].join('');
    const failure = lastValueFrom(entry(body).pipe(finalText()));
    await expect(failure).rejects.toMatchObject({
      name: 'MalformedEventError',
      partialMessage: { content: [{ type: 'text', text: 'Hello' }] },
    });
  });

  it.each(['event: message_delta\ndata: {}\n\n', 'data: {"type":"message_delta","usage":{"output_tokens":9}}\n\n'])(
    '%j after the stop reason does not change it',
    async (extra) => {
      const body = [...frames.slice(0, -1), extra].join('');
      expect(await lastValueFrom(entry(body).pipe(finalText()))).toBe('Hello there');
    },
  );

  it('an event without a type in its JSON is read by its name', async () => {
    const body = frames.map((text) => text.replace(/\{"type":"(?:message|content_block)_\w+",?/, '{')).join('');
    expect(body).toContain('data: {}');
    expect(await lastValueFrom(entry(body).pipe(finalText()))).toBe('Hello there');
  });
});
