import type { WireEvent } from './sse-body.ts';

type Fields = Record<string, unknown>;

/**
 * The API's message for the same reply without `stream`, or `undefined` without a `message_start`. Independent of the
 * library's own accumulation, so that specs can compare the two.
 */
export function messageOfEvents(events: readonly WireEvent[]): object | undefined {
  let message: Fields | undefined;
  const content: Fields[] = [];
  const toolJson = new Map<Fields, string>();
  for (const event of events) {
    const { type, index = 0, ...rest } = fields(event);
    const block = content[Number(index)] ?? {};
    switch (type) {
      case 'message_start': {
        message = structuredClone(fields(rest['message']));
        content.push(...list(message['content']).map(fields));
        message['content'] = content;
        break;
      }
      case 'content_block_start':
        content[Number(index)] = structuredClone(fields(rest['content_block']));
        // Another model continues, so the message belongs to it.
        Object.assign(message ?? {}, fallbackModel(content[Number(index)]));
        break;
      case 'content_block_delta':
        addDelta(block, fields(rest['delta']), toolJson);
        break;
      case 'message_delta': {
        const { delta, usage, ...others } = rest;
        const { container, ...stop } = fields(delta);
        Object.assign(message ?? {}, stop, given({ container, ...others }));
        Object.assign(fields(message?.['usage']), given(fields(usage)));
        break;
      }
    }
  }
  for (const [block, json] of toolJson) if (json !== '') block['input'] = parsed(json);
  return message;
}

function addDelta(block: Fields, delta: Fields, toolJson: Map<Fields, string>): void {
  switch (delta['type']) {
    case 'text_delta':
      append(block, 'text', delta['text']);
      break;
    case 'thinking_delta':
      append(block, 'thinking', delta['thinking']);
      break;
    case 'signature_delta':
      block['signature'] = delta['signature'];
      break;
    case 'citations_delta':
      block['citations'] = [...list(block['citations']), delta['citation']];
      break;
    case 'input_json_delta':
      toolJson.set(block, (toolJson.get(block) ?? '') + String(delta['partial_json']));
      break;
    case 'compaction_delta':
      Object.assign(block, { ...delta, type: block['type'] });
      break;
  }
}

function fallbackModel(block: Fields = {}): Fields {
  const { model } = fields(block['to']);
  return block['type'] === 'fallback' && model !== undefined ? { model } : {};
}

function append(block: Fields, key: string, piece: unknown): void {
  const begun = block[key];
  block[key] = (typeof begun === 'string' ? begun : '') + String(piece);
}

/** A truncated call has no usable input; the API sends `{}`. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

/** Without null or absent members: those keep their previous value. */
function given(members: Fields): Fields {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null));
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fields(value: unknown): Fields {
  // An object whose fields are read one by one.
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
