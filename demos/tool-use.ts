import {
  contentBlocks,
  finalMessage,
  finalText,
  inputJsonDeltas,
  type MessageCreateParams,
  toolUses,
} from 'anthropic-rxjs';
import { connect, filter, ignoreElements, merge, switchMap, tap, withLatestFrom } from 'rxjs';
import { type Demo, model, write } from './support/demo.ts';

const question: MessageCreateParams = {
  model,
  max_tokens: 1024,
  tools: [
    {
      name: 'get_weather',
      description: 'Get the weather of a place',
      input_schema: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
    },
  ],
  messages: [{ role: 'user', content: "What's the weather in San Francisco?" }],
};

export default {
  shows: 'a tool call while its input streams, and the reply to its result',
  run: (client) =>
    client.messages.stream(question).pipe(
      connect((events$) =>
        merge(
          events$.pipe(
            contentBlocks(),
            filter(({ block }) => block.type === 'text'),
            tap(({ block }) => write(`${block.type === 'text' ? block.text : ''}\n`)),
            ignoreElements(),
          ),
          events$.pipe(
            inputJsonDeltas(),
            tap(({ partial_json }) => write(`[input] ${partial_json}\n`)),
            ignoreElements(),
          ),
          events$.pipe(finalMessage(), withLatestFrom(events$.pipe(toolUses()))),
        ),
      ),
      tap(([, call]) => write(`[call] ${call.name} ${JSON.stringify(call.input)}\n`)),
      switchMap(([message, call]) =>
        client.messages.stream({
          ...question,
          messages: [
            ...question.messages,
            { role: 'assistant', content: message.content },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: '18 °C and sunny' }] },
          ],
        }),
      ),
      finalText(),
      tap((text) => write(`${text}\n`)),
    ),
} satisfies Demo;
