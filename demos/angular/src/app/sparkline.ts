import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

const [width, height] = [160, 32];

/** A line through the last values; the largest one touches the top. */
@Component({
  selector: 'demo-sparkline',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<svg
    [attr.viewBox]="'0 0 ${width} ${height}'"
    preserveAspectRatio="none"
    role="img"
    [attr.aria-label]="label()"
  >
    <polyline [attr.points]="points()" />
  </svg>`,
})
export class Sparkline {
  readonly values = input.required<readonly number[]>();
  readonly label = input.required<string>();
  protected readonly points = computed(() => {
    const values = this.values();
    const most = Math.max(1, ...values);
    const step = width / Math.max(1, values.length - 1);
    return values
      .map((value, i) => `${(i * step).toFixed(1)},${(height - (value / most) * (height - 2) - 1).toFixed(1)}`)
      .join(' ');
  });
}
