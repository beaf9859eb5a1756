import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { firstValueFrom, filter } from 'rxjs';
import { chat, type ChatState, isAPIError, type SavedChat } from '../../lib/index.ts';
import { relayed } from '../../lib/relay/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { allow } from '../relay/proxy.ts';
import { HandWrittenReply, type RelayServer, startRelayServer } from '../relay/relay-server.ts';
import { chatParams, linesOf, statesOf } from './scripted-chat.ts';
import { running } from './scripted-run.ts';

let api: HandWrittenReply;
let server: RelayServer;
beforeEach(async () => {
  api = new HandWrittenReply();
  server = await startRelayServer(api.fetch, { allow: { ...allow, tools: ['f'] } });
});
afterEach(() => server.close());

const open = (options = {}) => chat(relayed(server.replies), chatParams, options);
const reload = (talk: ReturnType<typeof open>) => JSON.parse(JSON.stringify(talk)) as SavedChat;
const until = (talk: ReturnType<typeof open>, reached: (state: ChatState) => boolean) =>
  firstValueFrom(talk.state$.pipe(filter(reached)));
const textOf = ({ turns }: ChatState) => turns.at(-1)?.text;

describe('a chat over a relay', () => {
  it('continues a reply after a reload, with one request to the API', async () => {
    const events = messageEvents('one two three');
    const before = open();
    before.send('Hi');
    while (api.requests.length === 0) await new Promise(setImmediate);
    api.send(...events.slice(0, 4));
    await until(before, (state) => textOf(state) === 'one two');
    const saved = reload(before);
    before.dispose();
    expect(reload(before)).toEqual(saved);

    const after = open();
    const states = statesOf(after);
    after.restore(saved);
    expect(linesOf(after.state)).toEqual(['user Hi (sent)', 'assistant one two (streaming)']);
    api.send(...events.slice(4));
    api.end();
    await until(after, ({ status }) => status === 'done');
    expect(linesOf(after.state)).toEqual(['user Hi (sent)', 'assistant one two three (done)']);
    // The text never shrinks.
    const lengths = states.slice(1).map((state) => textOf(state)!.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(api.requests).toHaveLength(1);
  });

  it('sends the request after a reload that was faster', async () => {
    const before = open();
    before.send('Hi');
    const saved = reload(before);
    before.dispose();
    const after = open();
    after.restore(saved);
    while (api.requests.length === 0) await new Promise(setImmediate);
    api.send(...messageEvents('one'));
    api.end();
    await until(after, ({ status }) => status === 'done');
    expect(textOf(after.state)).toBe('one');
  });

  it('stops the reply at the API', async () => {
    const talk = open();
    talk.send('Hi');
    while (api.requests.length === 0) await new Promise(setImmediate);
    api.send(...messageEvents('one two').slice(0, 4));
    await until(talk, (state) => textOf(state) === 'one two');
    talk.stop();
    expect(talk.state.status).toBe('stopped');
    while (!api.isClosed) await new Promise(setImmediate);
    expect(reload(talk).running).toBeUndefined();
  });

  it('continues a run of tools at its step', async () => {
    const runs: string[] = [];
    const tools = [running(() => void runs.push('f'))];
    const before = open({ tools });
    before.send('Hi');
    while (api.requests.length === 0) await new Promise(setImmediate);
    api.send(...messageEvents({ content: ['Let me see.', { tool_use: { name: 'f' } }] }));
    api.end();
    while (api.requests.length === 1) await new Promise(setImmediate);
    api.send(...messageEvents('one two').slice(0, 3));
    await until(before, (state) => textOf(state) === 'Let me see.\n\none');
    const saved = reload(before);
    before.dispose();

    const after = open({ tools });
    after.restore(saved);
    api.send(...messageEvents('one two').slice(3));
    api.end();
    await until(after, ({ status }) => status === 'done');
    expect(textOf(after.state)).toBe('Let me see.\n\none two');
    expect([runs, api.requests.length]).toEqual([['f'], 2]);
    expect(after.history.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant']);
  });

  it('shows the error of a reply that the relay refuses', async () => {
    const talk = chat(relayed(server.replies), { ...chatParams, model: 'another' });
    talk.send('Hi');
    await until(talk, ({ status }) => status === 'error');
    expect([isAPIError(talk.state.error), talk.state.canRetry]).toEqual([true, true]);
  });
});
