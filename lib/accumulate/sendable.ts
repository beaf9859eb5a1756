import type { BetaContentBlock, ToolInputBlock } from '../types/content-block.ts';
import { isFields } from '../types/is-fields.ts';
import { isToolInputBlock } from '../types/is-tool-input-block.ts';
import type { BetaMessage } from '../types/message.ts';
import { isCompleteBlock } from './complete-block.ts';
import { serverCallsIn } from './close-turns.ts';
import { isCutThinking } from './cut-thinking.ts';
import { decodedInput } from './decoded-input.ts';
import { type Partners, pairedBlocks } from './paired-blocks.ts';
import { isCut } from './stop-reason.ts';

/** The context of a reply. */
export interface ReplyContext {
  /** The turns before the reply; a server tool result may belong to a call there. */
  readonly before?: readonly { readonly content?: unknown }[];
  /** Whether `message_stop` has arrived; then a reply without `stop_reason` is complete as well. */
  readonly complete?: boolean;
  /** Ids of the calls that the next turn answers. Default: all complete calls, which the caller answers. */
  readonly answered?: Partners['answered'];
  /** Whether the reply is sent back without a user turn, so that the API continues it. */
  readonly continued?: boolean;
}

/**
 * The blocks of a reply that the API accepts in the next request. It rejects blank text, unsigned thinking after an
 * interruption, calls without results, results without calls, and blocks without their content.
 */
export function sendable(message: BetaMessage, context: ReplyContext = {}): BetaContentBlock[] {
  const { before = [], complete = message.stop_reason != null, answered, continued = false } = context;
  const whole = complete && !isCut(message.stop_reason);
  const signs = message.content.some((block) => block.type === 'thinking' && Boolean(block.signature));
  // Servers that never sign thinking require it back; from other servers, unsigned thinking is truncated.
  const takesUnsigned = whole && !signs;
  const last = message.content.at(-1);
  const content = message.content.filter((block) => {
    if (!hasContent(block, takesUnsigned)) return false;
    if (block.type === 'tool_use' && answered) return true;
    return (
      isCompleteBlock(message, block) && (!isToolInputBlock(block) || block !== last || !isCut(message.stop_reason))
    );
  });
  const refers = content.some((block) => 'tool_use_id' in block || 'caller' in block);
  return pairedBlocks(content, {
    ...(refers && { called: serverCallsIn(before) }),
    answered,
    pending: continued ? 'always' : whole ? 'beside calls' : 'never',
  }).map(asSent);
}

/** Servers omit fields that the types promise; blocks newer than this library pass unchanged. */
function hasContent(block: BetaContentBlock, takesUnsigned: boolean): boolean {
  switch (block.type) {
    case 'text':
      return isText(block.text);
    case 'thinking': // `display: 'omitted'` leaves the text empty and signs it
      return block.signature
        ? typeof block.thinking === 'string'
        : takesUnsigned && isText(block.thinking) && !isCutThinking(block);
    case 'redacted_thinking':
      return isText(block.data);
    case 'compaction':
      return isText(block.content) || isText(block.encrypted_content);
    case 'container_upload':
      return isText(block.file_id);
    case 'web_search_tool_result':
    case 'web_fetch_tool_result':
    case 'code_execution_tool_result':
    case 'bash_code_execution_tool_result':
    case 'text_editor_code_execution_tool_result':
    case 'tool_search_tool_result':
    case 'advisor_tool_result':
    case 'mcp_tool_result':
      return (block.content as unknown) != null && (block.content as unknown) !== '';
    default:
      return true;
  }
}

/** The API trims. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function asSent(block: BetaContentBlock): BetaContentBlock {
  if (isToolInputBlock(block)) return withInput(block);
  if (block.type !== 'thinking' || block.signature) return block;
  const { signature: _, ...unsigned } = block;
  return unsigned as typeof block; // unchanged: its server sent no signature
}

/** The API accepts an object only; the input of a call may be absent, an empty text, or a text of JSON. */
function withInput(block: ToolInputBlock): BetaContentBlock {
  const input = decodedInput(block.input);
  if (!isFields(input)) return { ...block, input: {} };
  return input === block.input ? block : { ...block, input };
}
