import type { MessageCreateParams } from '../../types/message-create-params.ts';
import { lastUserBlocks, textOf, userTexts } from './request-turns.ts';
import type { BlockSpec } from '../message-events.ts';
import { scriptedAnswer } from './scripted-answer.ts';
import { scriptedOutput } from './scripted-output.ts';
import { toolResultsAnswer, weatherCalls } from './scripted-weather.ts';

/** The reply of the script to a conversation: thinking if requested, then text, then calls of a weather tool. */
export function scriptedContent(params: MessageCreateParams): BlockSpec[] {
  const [question = ''] = userTexts(params);
  return [...thinkingAbout(question, params.thinking), ...answerTo(question, params)];
}

function answerTo(question: string, params: MessageCreateParams): BlockSpec[] {
  const isResult = lastUserBlocks(params).some(({ type }) => type === 'tool_result');
  if (isResult) return [toolResultsAnswer(params)];
  const output = scriptedOutput(params);
  if (output !== undefined) return [output];
  const calls = weatherCalls(question, params);
  return calls.length > 0 ? calls : [scriptedAnswer(question, userTexts(params), textOf(params.system))];
}

function thinkingAbout(question: string, thinking: MessageCreateParams['thinking']): BlockSpec[] {
  if (thinking?.type !== 'enabled' && thinking?.type !== 'adaptive') return [];
  const signature = 'EqQBCgIYAhIMc2NyaXB0ZWQtcmVwbHkaDG5vdC1hLW1vZGVsIg==';
  if (thinking.display === 'omitted') return [{ thinking: '', signature }];
  const asked = question.replace(/\s+/g, ' ').slice(0, 80);
  return [
    {
      thinking:
        `The user writes: "${asked}". Let me go through it step by step. ` +
        'First, what is known and what is asked for. Second, which way leads from the one to the other. ' +
        'Third, check the result against the question. I have what I need for an answer.',
      signature,
    },
  ];
}
