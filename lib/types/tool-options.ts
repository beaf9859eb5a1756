import type { Cacheable } from './cache-control.ts';

/** Fields of most tools. */
export interface ToolOptions extends Cacheable {
  /** The allowed callers. Default: the model itself. */
  allowed_callers?:
    ('direct' | 'code_execution_20250825' | 'code_execution_20260120' | 'code_execution_20260521')[] | undefined;
  /** Omits it until tool search finds it. */
  defer_loading?: boolean | undefined;
  /** Guarantees input that follows the schema. */
  strict?: boolean | undefined;
}

/** Fields of tools that you run. */
export interface ClientToolOptions extends ToolOptions {
  /** Sample calls: inputs that follow the schema. */
  input_examples?: Record<string, unknown>[] | undefined;
}
