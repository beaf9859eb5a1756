import { describe, expect, it } from '@jest/globals';
import { from } from 'rxjs';
import { OpenBlocks, spliceContinuation } from '../../lib/operators/splice-continuation.ts';
import type { BetaMessageStreamEvent } from '../../lib/types/message-stream-event.ts';
import type { TextCitation } from '../../lib/types/text-citation.ts';
import { blockStart, blockStop, delta, text, textStart, toolStart } from '../support/block-events.ts';
import { messageDelta, messageStart, messageStop, unknownEvent } from '../support/events.ts';

const S = messageStart();
function openAfter(...events: BetaMessageStreamEvent[]) {
  const open = new OpenBlocks();
  for (const event of events) open.add(event);
  return open;
}
/** The continuation that follows the events of `cut`. */
function spliced(cut: BetaMessageStreamEvent[], rest: BetaMessageStreamEvent[]) {
  const seen: BetaMessageStreamEvent[] = [];
  from(rest)
    .pipe(spliceContinuation(openAfter(...cut)))
    .subscribe((event) => seen.push(event));
  return seen;
}

describe('OpenBlocks', () => {
  it('knows the highest index and the text blocks that are open', () => {
    const shown = ({ last, texts }: OpenBlocks) => [last, ...texts];
    expect(shown(openAfter())).toEqual([-1]);
    expect(shown(openAfter(S, textStart(0), toolStart(1, 'f'), textStart(2), blockStop(0)))).toEqual([2, 2]);
    expect(shown(openAfter(S, textStart(3), textStart(1)))).toEqual([3, 3, 1]);
    expect(shown(openAfter(S, textStart(0), S))).toEqual([-1]);
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    expect(shown(openAfter(messageStart({ content } as object)))).toEqual([1]);
  });
});

describe('spliceContinuation', () => {
  it.each<[string, BetaMessageStreamEvent[], BetaMessageStreamEvent[], BetaMessageStreamEvent[]]>([
    [
      'text continues in the interrupted text block',
      [S, textStart(0), text(0, 'a')],
      [S, textStart(0, 'b'), text(0, 'c'), blockStop(0), textStart(1), messageDelta(), messageStop],
      [text(0, 'b'), text(0, 'c'), blockStop(0), textStart(1), messageDelta(), messageStop],
    ],
    [
      'a text block that starts empty adds no delta',
      [S, textStart(0)],
      [S, textStart(0), text(0, 'b')],
      [text(0, 'b')],
    ],
    [
      'a call follows the interrupted text block, which stops',
      [S, textStart(0)],
      [S, toolStart(0, 'f'), blockStop(0)],
      [
        blockStop(0),
        {
          ...toolStart(1, 'f'),
          content_block: { type: 'tool_use', id: 'toolu_0', name: 'f', input: {} },
        } as BetaMessageStreamEvent,
        blockStop(1),
      ],
    ],
    [
      'blocks follow those that have stopped',
      [S, textStart(0), blockStop(0), toolStart(1, 'f')],
      [S, textStart(0), text(0, 'b')],
      [textStart(2), text(2, 'b')],
    ],
    [
      'an interrupted block that is not the last one stops',
      [S, textStart(0), textStart(1), blockStop(1)],
      [S, textStart(0)],
      [blockStop(0), textStart(2)],
    ],
    [
      'of two interrupted text blocks the last one continues',
      [S, textStart(0), textStart(1)],
      [S, textStart(0, 'b')],
      [blockStop(0), text(1, 'b')],
    ],
    [
      'a first block with another index is a new one',
      [S, textStart(0)],
      [S, textStart(1)],
      [blockStop(0), textStart(2)],
    ],
    [
      'a reply without blocks only stops the interrupted block',
      [S, textStart(0)],
      [S, messageDelta()],
      [blockStop(0), messageDelta()],
    ],
    ['events that settle nothing pass', [S, textStart(0)], [S, unknownEvent], [unknownEvent]],
    [
      'a second message is another one',
      [S, textStart(0)],
      [S, messageDelta(), messageStop, S, textStart(0)],
      [blockStop(0), messageDelta(), messageStop, S, textStart(0)],
    ],
  ])('%s', (_, cut, rest, expected) => {
    expect(spliced(cut, rest)).toEqual(expected);
  });

  it('turns the citations of the first block into deltas', () => {
    const citation = { type: 'char_location', cited_text: 'c' } as TextCitation;
    const start = blockStart(0, { type: 'text', text: '', citations: [citation] });
    expect(spliced([S, textStart(0)], [S, start])).toEqual([delta(0, { type: 'citations_delta', citation })]);
  });
});
