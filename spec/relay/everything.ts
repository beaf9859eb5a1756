/** A request with every param, block and field that a proxy admits by default. */
const caller = { type: 'code_execution_20260120', tool_id: 'srvtoolu_1' };
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA==' } };
const located = { cited_text: 'a', document_index: 0, document_title: 'A', file_id: 'file_1' };
const called = { tool_use_id: 'srvtoolu_1', caller };
const code = { stdout: 'a', stderr: '', return_code: 0, abort_reason: 'timeout' };
const failed = (type: string) => ({ type: `${type}_error`, error_code: 'unavailable' });
const results = (type: string, ...contents: unknown[]) => contents.map((content) => ({ type, ...called, content }));
const document = {
  type: 'document',
  source: { type: 'text', media_type: 'text/plain', data: 'a' },
  title: 'A',
  context: 'b',
  citations: { enabled: true },
};

const asked = [
  { type: 'text', text: 'Look' },
  { ...image, transformations: { oversized_image: 'downsize' } },
  document,
  { type: 'document', source: { type: 'content', content: [image, { type: 'text', text: 'a' }] } },
  { type: 'document', source: { type: 'url', url: 'https://files.example/a.pdf' } },
  {
    type: 'search_result',
    source: 'a',
    title: 'A',
    content: [{ type: 'text', text: 'a' }],
    citations: { enabled: true },
  },
  {
    type: 'tool_result',
    tool_use_id: 'toolu_1',
    is_error: false,
    toolset_name: 'browser',
    content: [
      image,
      { type: 'tool_reference', tool_name: 'get_weather' },
      {
        type: 'browser_state',
        tabs: [{ tab_id: '1', title: 'A', url: 'https://a.example', active: true }],
        state_changes: [{ type: 'download_completed', download_id: '1', url: 'a', path: 'b', size_bytes: 1 }],
      },
    ],
  },
];

const replied = [
  { type: 'thinking', thinking: 'Hm', signature: 'x' },
  { type: 'redacted_thinking', data: 'x' },
  {
    type: 'text',
    text: 'So',
    citations: [
      { type: 'char_location', ...located, start_char_index: 0, end_char_index: 1 },
      { type: 'page_location', ...located, start_page_number: 1, end_page_number: 2 },
      { type: 'content_block_location', ...located, start_block_index: 0, end_block_index: 1 },
      { type: 'web_search_result_location', cited_text: 'a', url: 'u', title: 'A', encrypted_index: 'x' },
      {
        type: 'search_result_location',
        cited_text: 'a',
        source: 's',
        title: 'A',
        search_result_index: 0,
        start_block_index: 0,
        end_block_index: 1,
      },
    ],
  },
  {
    type: 'tool_use',
    id: 'toolu_1',
    name: 'get_weather',
    input: { type: 'anything' },
    caller,
    toolset_name: 'browser',
  },
  { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'a' }, caller },
  ...results(
    'web_search_tool_result',
    [{ type: 'web_search_result', title: 'A', url: 'u', encrypted_content: 'x', page_age: '1 day' }],
    failed('web_search_tool_result'),
  ),
  ...results(
    'web_fetch_tool_result',
    { type: 'web_fetch_result', url: 'u', retrieved_at: '2026-01-01', content: document },
    failed('web_fetch_tool_result'),
  ),
  ...results(
    'code_execution_tool_result',
    { type: 'code_execution_result', ...code, content: [{ type: 'code_execution_output', file_id: 'file_1' }] },
    { type: 'encrypted_code_execution_result', encrypted_stdout: 'x', stderr: '', return_code: 0, content: [] },
    failed('code_execution_tool_result'),
  ),
  ...results(
    'bash_code_execution_tool_result',
    {
      type: 'bash_code_execution_result',
      ...code,
      content: [{ type: 'bash_code_execution_output', file_id: 'file_1' }],
    },
    failed('bash_code_execution_tool_result'),
  ),
  ...results(
    'text_editor_code_execution_tool_result',
    {
      type: 'text_editor_code_execution_view_result',
      content: 'a',
      file_type: 'text',
      num_lines: 1,
      start_line: 1,
      total_lines: 1,
    },
    { type: 'text_editor_code_execution_create_result', is_file_update: true },
    {
      type: 'text_editor_code_execution_str_replace_result',
      lines: ['+a'],
      new_lines: 1,
      new_start: 1,
      old_lines: 0,
      old_start: 1,
    },
    { ...failed('text_editor_code_execution_tool_result'), error_message: 'no' },
  ),
  ...results(
    'tool_search_tool_result',
    {
      type: 'tool_search_tool_search_result',
      tool_references: [{ type: 'tool_reference', tool_name: 'get_weather' }],
    },
    failed('tool_search_tool_result'),
  ),
  ...results(
    'advisor_tool_result',
    { type: 'advisor_result', text: 'a', stop_reason: 'end_turn' },
    { type: 'advisor_redacted_result', encrypted_content: 'x', stop_reason: 'end_turn' },
    failed('advisor_tool_result'),
  ),
  { type: 'mcp_tool_use', id: 'mcptoolu_1', name: 'a', server_name: 'b', input: {} },
  { type: 'mcp_tool_result', tool_use_id: 'mcptoolu_1', is_error: false, content: [{ type: 'text', text: 'a' }] },
  { type: 'mcp_tool_listing', mcp_server_name: 'b', tools: [{ name: 'a', description: 'b', input_schema: {} }] },
  {
    type: 'compaction',
    content: 'So far',
    encrypted_content: 'x',
    signature: 'y',
    tool_changes: [{ type: 'tool_removal', tool: { type: 'mcp_tool_reference', server_name: 'b', name: 'a' } }],
  },
  {
    type: 'fallback',
    from: { model: 'claude-opus-5' },
    to: { model: 'claude-sonnet-5' },
    trigger: { type: 'refusal', category: 'cyber' },
  },
];

const definition = { name: 'get_weather', description: 'Weather', input_schema: { type: 'object' }, type: 'custom' };

export const everything: Readonly<Record<string, unknown>> = {
  model: 'claude-sonnet-5',
  max_tokens: 1024,
  stream: true,
  cache_control: { type: 'ephemeral', ttl: '1h' },
  output_config: { effort: 'low', format: { type: 'json_schema', schema: { type: 'object' } } },
  stop_sequences: ['END'],
  system: [{ type: 'text', text: 'Be brief' }],
  temperature: 1,
  thinking: { type: 'enabled', budget_tokens: 1024, display: 'omitted' },
  tool_choice: { type: 'tool', name: 'get_weather', disable_parallel_tool_use: true },
  tools: [
    definition,
    {
      type: 'web_search_20250305',
      name: 'web_search',
      allowed_domains: ['a.example'],
      blocked_domains: ['b.example'],
      max_uses: 1,
      max_content_tokens: 9,
      citations: { enabled: true },
      user_location: { type: 'approximate', city: 'Ulm', country: 'DE', region: 'BW', timezone: 'Europe/Berlin' },
    },
    { type: 'advisor_20260301', name: 'advisor', model: 'claude-sonnet-5', max_tokens: 9, max_uses: 1 },
    { type: 'computer_20250124', name: 'computer', display_width_px: 1, display_height_px: 1, display_number: 1 },
  ],
  top_k: 5,
  top_p: 0.9,
  messages: [
    { role: 'user', content: asked },
    { role: 'assistant', content: replied },
    {
      role: 'system',
      content: [
        { type: 'text', text: 'Now in German' },
        { type: 'tool_addition', tool: { type: 'tool_definition', definition } },
        { type: 'tool_addition', tool: { type: 'tool_reference', name: 'get_weather' } },
        { type: 'tool_removal', tool: { type: 'mcp_toolset_reference', server_name: 'b' } },
      ],
      output_config: { effort: 'high' },
    },
    { role: 'user', content: 'Go on' },
  ],
};
