import type { Cacheable } from './cache-control.ts';
import type { ToolsetConfigs } from './toolset.ts';

/** A point of the browser's viewport, in pixels. */
export interface BrowserCoordinateTarget {
  type: 'coordinate';
  x: number;
  y: number;
}

/** An element from `read_page` or `find`. */
export interface BrowserRefTarget {
  type: 'ref';
  ref: string;
}

/** The tab to act on. */
export interface BrowserTab {
  /** Default: the active tab. */
  tab_id?: string | null | undefined;
}

/** A click. */
export interface BrowserClick extends BrowserTab {
  target: BrowserCoordinateTarget | BrowserRefTarget;
  /** Keys pressed during the click, such as `ctrl+shift`. */
  modifiers?: string | null | undefined;
}

/** A press, release or move of the mouse. */
export interface BrowserMouse extends BrowserTab {
  target: BrowserCoordinateTarget;
}

/** The input of each member of `browser_toolset_20260801`: `input` of a `tool_use` of that `name`. */
export interface BrowserMemberInputs {
  navigate: BrowserTab & { url: string };
  list_tabs: object;
  new_tab: object;
  switch_tab: { tab_id: string };
  close_tab: { tab_id: string };
  read_page: BrowserTab & {
    depth?: number | null | undefined;
    filter?: 'all' | 'interactive' | null | undefined;
    ref?: string | null | undefined;
  };
  get_page_text: BrowserTab;
  read_console: BrowserTab;
  read_network: BrowserTab;
  find: BrowserTab & { query: string };
  form_input: BrowserTab & { target: BrowserRefTarget; value: string | number | boolean };
  file_upload: BrowserTab & {
    target: BrowserRefTarget;
    document_ids?: string[] | null | undefined;
    paths?: string[] | null | undefined;
  };
  scroll_to: BrowserTab & { target: BrowserRefTarget };
  screenshot: BrowserTab;
  zoom: BrowserTab & { region: number[] };
  left_click: BrowserClick;
  right_click: BrowserClick;
  middle_click: BrowserClick;
  double_click: BrowserClick;
  triple_click: BrowserClick;
  hover: BrowserTab & { target: BrowserCoordinateTarget | BrowserRefTarget };
  left_click_drag: BrowserTab & { from: BrowserCoordinateTarget; target: BrowserCoordinateTarget };
  left_mouse_down: BrowserMouse;
  left_mouse_up: BrowserMouse;
  mouse_move: BrowserMouse;
  /** `scroll_amount` in notches of the wheel; default 3. */
  scroll: BrowserMouse & {
    scroll_direction: 'up' | 'down' | 'left' | 'right';
    scroll_amount?: number | null | undefined;
  };
  type: BrowserTab & { text: string };
  key: BrowserTab & { text: string; repeat?: number | null | undefined };
  /** `duration` in seconds. */
  hold_key: BrowserTab & { text: string; duration: number };
  /** `duration` in seconds. */
  wait: BrowserTab & { duration: number };
  javascript_exec: BrowserTab & { text: string };
}

/** The members of the browser toolset. */
export type BrowserMemberName = keyof BrowserMemberInputs;

/** A browser that you run. Its calls are `tool_use` blocks with `toolset_name: 'browser'` and the member as `name`. */
export interface BrowserToolset20260801 extends Cacheable {
  type: 'browser_toolset_20260801';
  configs?: ToolsetConfigs<BrowserMemberName> | null | undefined;
}
