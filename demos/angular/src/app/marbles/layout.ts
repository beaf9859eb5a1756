import type { Marble } from './recording.ts';

export interface Placed extends Marble {
  readonly key: number;
  /** The middle of the marble, and its width, in pixels. */
  readonly x: number;
  readonly width: number;
}

export interface Tick {
  readonly at: number;
  readonly x: number;
}

export interface Layout {
  readonly lanes: readonly (readonly Placed[])[];
  readonly ticks: readonly Tick[];
  readonly width: number;
}

const [margin, gap, tickGap, height, character, longest] = [24, 6, 96, 28, 7.3, 9];
/** A silence is never drawn longer than this, in pixels. */
const longestSilence = 180;

export const shortened = (label: string): string =>
  label.length > longest + 1 ? `${label.slice(0, longest)}…` : label;
const widthOf = ({ label }: Marble): number => Math.max(height, Math.ceil(shortened(label).length * character) + 16);

/**
 * Places marbles on one axis for all lanes. Time runs to the right at `scale` pixels per ms, and slower where marbles
 * would overlap: at any speed each of them can be read, and what is later is never further left.
 */
export function layout(lanes: readonly (readonly Marble[])[], scale: number): Layout {
  const placed: Placed[][] = lanes.map(() => []);
  const ends = lanes.map(() => margin);
  const next = lanes.map(() => 0);
  const ticks: Tick[] = [];
  let [x, time] = [margin + height / 2, 0];
  for (;;) {
    const at = Math.min(...lanes.map((lane, i) => lane[next[i] ?? 0]?.at ?? Infinity));
    if (at === Infinity) break;
    x += Math.min((at - time) * scale, longestSilence);
    const firsts = lanes.map((lane, i) => ({ marble: lane[next[i] ?? 0], end: ends[i] ?? margin }));
    for (const { marble, end } of firsts) if (marble?.at === at) x = Math.max(x, end + gap + widthOf(marble) / 2);
    if (x >= (ticks.at(-1)?.x ?? -tickGap) + tickGap) ticks.push({ at, x });
    let latest = x;
    for (const [i, lane] of lanes.entries()) {
      let middle = x;
      for (let n = next[i] ?? 0; lane[n]?.at === at; n += 1) {
        const marble = lane[n];
        if (!marble) break;
        const width = widthOf(marble);
        if (n !== next[i]) middle = (ends[i] ?? 0) + gap + width / 2;
        placed[i]?.push({ ...marble, key: n, x: middle, width });
        ends[i] = middle + width / 2;
        latest = Math.max(latest, middle);
      }
      next[i] = placed[i]?.length ?? 0;
    }
    [x, time] = [latest, at];
  }
  return { lanes: placed, ticks, width: Math.max(x, ...ends) + margin };
}
