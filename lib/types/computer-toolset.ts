import type { Cacheable } from './cache-control.ts';
import type { ToolsetConfigs } from './toolset.ts';

/** A click, at a given place or at the pointer. */
export interface ComputerClick {
  /** `[x, y]` in pixels; default: the pointer. */
  coordinate?: number[] | null | undefined;
  /** Keys pressed during the click, such as `ctrl`. */
  text?: string | null | undefined;
}

/** The input of each member of `computer_toolset_20260801`: `input` of a `tool_use` of that `name`. */
export interface ComputerMemberInputs {
  key: { text: string; repeat?: number | null | undefined };
  /** `duration` in seconds. */
  hold_key: { text: string; duration: number };
  type: { text: string };
  cursor_position: object;
  mouse_move: { coordinate: number[] };
  left_mouse_down: object;
  left_mouse_up: object;
  left_click: ComputerClick;
  right_click: ComputerClick;
  middle_click: ComputerClick;
  double_click: ComputerClick;
  triple_click: ComputerClick;
  left_click_drag: { start_coordinate: number[]; coordinate: number[]; text?: string | null | undefined };
  scroll: ComputerClick & { scroll_direction: 'up' | 'down' | 'left' | 'right'; scroll_amount: number };
  /** `duration` in seconds. */
  wait: { duration: number };
  screenshot: object;
  /** `region` is `[x0, y0, x1, y1]`. */
  zoom: { region: number[] };
}

/** The members of the computer toolset. */
export type ComputerMemberName = keyof ComputerMemberInputs;

/** A computer that you run. Its calls are `tool_use` blocks with `toolset_name: 'computer'` and the member as `name`. */
export interface ComputerToolset20260801 extends Cacheable {
  type: 'computer_toolset_20260801';
  configs?: ToolsetConfigs<ComputerMemberName> | null | undefined;
}
