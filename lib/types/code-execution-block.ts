/** The reason why a code execution tool failed. */
export type CodeExecutionErrorCode =
  'invalid_tool_input' | 'unavailable' | 'too_many_requests' | 'execution_time_exceeded';

/** A file that executed code wrote. */
export interface CodeExecutionOutput {
  type: 'code_execution_output';
  /** Fetch it with the Files API. */
  file_id: string;
}

/** The output and the files of executed code. */
export interface CodeExecutionResult {
  type: 'code_execution_result';
  stdout: string;
  stderr: string;
  return_code: number;
  content: CodeExecutionOutput[];
}

/** Like `CodeExecutionResult`, with output that only the API can read. */
export interface EncryptedCodeExecutionResult {
  type: 'encrypted_code_execution_result';
  /** Opaque; send it back unchanged. */
  encrypted_stdout: string;
  stderr: string;
  return_code: number;
  content: CodeExecutionOutput[];
}

/** The code was not executed. */
export interface CodeExecutionToolResultError {
  type: 'code_execution_tool_result_error';
  error_code: CodeExecutionErrorCode;
}

/** The result of a `code_execution` call. */
export interface CodeExecutionToolResultBlock {
  type: 'code_execution_tool_result';
  tool_use_id: string;
  content: CodeExecutionToolResultError | CodeExecutionResult | EncryptedCodeExecutionResult;
}

/** A file that a shell command wrote. */
export interface BashCodeExecutionOutput {
  type: 'bash_code_execution_output';
  /** Fetch it with the Files API. */
  file_id: string;
}

/** The output and the files of a shell command. */
export interface BashCodeExecutionResult {
  type: 'bash_code_execution_result';
  stdout: string;
  stderr: string;
  return_code: number;
  content: BashCodeExecutionOutput[];
}

/** The shell command did not run. */
export interface BashCodeExecutionToolResultError {
  type: 'bash_code_execution_tool_result_error';
  error_code: CodeExecutionErrorCode | 'output_file_too_large';
}

/** The result of a `bash_code_execution` call. */
export interface BashCodeExecutionToolResultBlock {
  type: 'bash_code_execution_tool_result';
  tool_use_id: string;
  content: BashCodeExecutionToolResultError | BashCodeExecutionResult;
}

/** The file was not viewed or changed. */
export interface TextEditorCodeExecutionToolResultError {
  type: 'text_editor_code_execution_tool_result_error';
  error_code: CodeExecutionErrorCode | 'file_not_found';
  error_message?: string | null | undefined;
}

/** The content of a viewed file. */
export interface TextEditorCodeExecutionViewResult {
  type: 'text_editor_code_execution_view_result';
  content: string;
  file_type: 'text' | 'image' | 'pdf';
  num_lines?: number | null | undefined;
  start_line?: number | null | undefined;
  total_lines?: number | null | undefined;
}

/** A file was written. */
export interface TextEditorCodeExecutionCreateResult {
  type: 'text_editor_code_execution_create_result';
  /** Whether the file existed before. */
  is_file_update: boolean;
}

/** Text in a file was replaced. */
export interface TextEditorCodeExecutionStrReplaceResult {
  type: 'text_editor_code_execution_str_replace_result';
  /** The change as the lines of a diff. */
  lines?: string[] | null | undefined;
  new_lines?: number | null | undefined;
  new_start?: number | null | undefined;
  old_lines?: number | null | undefined;
  old_start?: number | null | undefined;
}

/** The result of a `text_editor_code_execution` call. */
export interface TextEditorCodeExecutionToolResultBlock {
  type: 'text_editor_code_execution_tool_result';
  tool_use_id: string;
  content:
    | TextEditorCodeExecutionToolResultError
    | TextEditorCodeExecutionViewResult
    | TextEditorCodeExecutionCreateResult
    | TextEditorCodeExecutionStrReplaceResult;
}
