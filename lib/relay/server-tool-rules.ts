import { anything, flag, listOf, number, text, type ValueRule } from './value-rule.ts';

/** The rules that blocks share; `content` is a text, a block or an array of blocks. */
interface SharedRules {
  readonly block: ValueRule;
  readonly blocks: ValueRule;
  readonly content: ValueRule;
  readonly caller: ValueRule;
}

/** The fields of calls and results of the tools that the API runs, by the `type` of the block. */
export function serverToolRules({ block, blocks, content, caller }: SharedRules) {
  const failed = { error_code: text, error_message: text };
  const result = { tool_use_id: text, caller, content };
  // Replies carry abort_reason, though no type lists it.
  const codeResult = { abort_reason: text, stderr: text, return_code: number, content: blocks };
  return {
    server_tool_use: { id: text, name: text, input: anything, caller },
    web_search_tool_result: result,
    web_search_result: { title: text, url: text, encrypted_content: text, page_age: text },
    web_search_tool_result_error: failed,
    web_fetch_tool_result: result,
    web_fetch_result: { url: text, retrieved_at: text, content: block },
    web_fetch_tool_result_error: failed,
    code_execution_tool_result: result,
    code_execution_result: { ...codeResult, stdout: text },
    encrypted_code_execution_result: { ...codeResult, encrypted_stdout: text },
    code_execution_output: { file_id: text },
    code_execution_tool_result_error: failed,
    bash_code_execution_tool_result: result,
    bash_code_execution_result: { ...codeResult, stdout: text },
    bash_code_execution_output: { file_id: text },
    bash_code_execution_tool_result_error: failed,
    text_editor_code_execution_tool_result: result,
    text_editor_code_execution_view_result: {
      content: text,
      file_type: text,
      num_lines: number,
      start_line: number,
      total_lines: number,
    },
    text_editor_code_execution_create_result: { is_file_update: flag },
    text_editor_code_execution_str_replace_result: {
      lines: listOf(text),
      new_lines: number,
      new_start: number,
      old_lines: number,
      old_start: number,
    },
    text_editor_code_execution_tool_result_error: failed,
    tool_search_tool_result: result,
    tool_search_tool_search_result: { tool_references: blocks },
    tool_search_tool_result_error: failed,
    advisor_tool_result: result,
    advisor_result: { text, stop_reason: text },
    advisor_redacted_result: { encrypted_content: text, stop_reason: text },
    advisor_tool_result_error: failed,
  };
}
