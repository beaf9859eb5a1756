/** Shows a file or lists a directory. */
export interface MemoryViewCommand {
  command: 'view';
  path: string;
  /** First and last line. */
  view_range?: number[] | undefined;
}

/** Writes a file. */
export interface MemoryCreateCommand {
  command: 'create';
  path: string;
  file_text: string;
}

/** Replaces text in a file. */
export interface MemoryStrReplaceCommand {
  command: 'str_replace';
  path: string;
  old_str: string;
  new_str: string;
}

/** Inserts text after a line. */
export interface MemoryInsertCommand {
  command: 'insert';
  path: string;
  insert_line: number;
  insert_text: string;
}

/** Deletes a file or directory. */
export interface MemoryDeleteCommand {
  command: 'delete';
  path: string;
}

/** Moves a file or directory. */
export interface MemoryRenameCommand {
  command: 'rename';
  old_path: string;
  new_path: string;
}

/** The input of the `memory` tool: `input` of its `tool_use` blocks. */
export type MemoryCommand =
  | MemoryViewCommand
  | MemoryCreateCommand
  | MemoryStrReplaceCommand
  | MemoryInsertCommand
  | MemoryDeleteCommand
  | MemoryRenameCommand;
