import type { Cacheable } from './cache-control.ts';

/** What most tools may carry. */
export interface ToolOptions extends Cacheable {
  /** Who may call it. Default: the model itself. */
  allowed_callers?:
    ('direct' | 'code_execution_20250825' | 'code_execution_20260120' | 'code_execution_20260521')[] | undefined;
  /** Leaves it out until tool search finds it. */
  defer_loading?: boolean | undefined;
  /** Guarantees input that follows the schema. */
  strict?: boolean | undefined;
}

/** What tools that you run may carry. */
export interface ClientToolOptions extends ToolOptions {
  /** Calls as they should look: inputs that follow the schema. */
  input_examples?: Record<string, unknown>[] | undefined;
}
