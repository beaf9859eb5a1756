import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { type StreamMetrics, streamMetrics, textSnapshots } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import {
  animationFrameScheduler,
  auditTime,
  catchError,
  combineLatest,
  connect,
  map,
  merge,
  type Observable,
  of,
  Subject,
  switchMap,
} from 'rxjs';
import { models } from './model.ts';
import { Sparkline } from './sparkline.ts';

type Measured = readonly [text: string, metrics: StreamMetrics | undefined];

interface Column {
  readonly model: string;
  readonly text: string;
  readonly firstText: number | undefined;
  readonly tokens: number | undefined;
  /** Characters per second, over time. */
  readonly rates: readonly number[];
  readonly done: boolean;
}

const empty = (model: string): Column => ({
  model,
  text: '',
  firstText: undefined,
  tokens: undefined,
  rates: [],
  done: false,
});

/** As counted at the end; until then a piece of text is taken for a token, which it nearly is. */
function tokensPerSecond(metrics: StreamMetrics): number | undefined {
  const { outputTokensPerSecond, charactersPerSecond = 0, characters, textPieces } = metrics;
  const shown = outputTokensPerSecond ?? (charactersPerSecond / characters) * textPieces;
  return Number.isFinite(shown) ? Math.round(shown) : undefined;
}

@Component({
  selector: 'demo-compare',
  imports: [Sparkline],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>Three models side by side</h2>
    <div class="buttons">
      <button type="button" (click)="ask$.next()">Ask all three</button>
      <button type="button" (click)="stop$.next()">Stop</button>
    </div>
    <div class="columns">
      @for (column of columns(); track column.model) {
        <section [attr.aria-label]="column.model">
          <h3>{{ column.model }}</h3>
          <dl>
            <div>
              <dt>first text</dt>
              <dd>{{ column.firstText === undefined ? '–' : column.firstText + ' ms' }}</dd>
            </div>
            <div>
              <dt>tokens/s</dt>
              <dd>{{ column.tokens ?? '–' }}</dd>
            </div>
          </dl>
          <demo-sparkline [values]="column.rates" [label]="'Characters per second of ' + column.model" />
          <p class="prose" [attr.data-done]="column.done">{{ column.text }}</p>
        </section>
      }
    </div>
  `,
})
export class Compare {
  readonly #client = injectAnthropic();
  protected readonly ask$ = new Subject<void>();
  protected readonly stop$ = new Subject<void>();
  protected readonly columns = signal<readonly Column[]>(models.map(empty));

  constructor() {
    const all$ = () => merge(...models.map((model) => this.#measured(model).pipe(map((value) => ({ model, value })))));
    merge(this.ask$.pipe(switchMap(() => of(true))), this.stop$.pipe(switchMap(() => of(false))))
      .pipe(
        switchMap((ask) => {
          if (!ask) return [];
          this.columns.set(models.map(empty));
          return all$();
        }),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe(({ model, value: [text, metrics] }) => this.#show(model, text, metrics));
  }

  /** Text and measures of one model, at most once per frame; an error is shown as text. */
  #measured(model: string): Observable<Measured> {
    const content = 'Write an essay about the sea';
    const events$ = this.#client.messages.stream({ model, max_tokens: 1024, messages: [{ role: 'user', content }] });
    return events$.pipe(
      connect((shared$): Observable<Measured> =>
        combineLatest([shared$.pipe(textSnapshots()), shared$.pipe(streamMetrics())]),
      ),
      catchError((error: unknown) => of<Measured>([String(error), undefined])),
      auditTime(0, animationFrameScheduler),
    );
  }

  #show(model: string, text: string, metrics: StreamMetrics | undefined): void {
    this.columns.update((columns) =>
      columns.map((column) =>
        column.model !== model
          ? column
          : {
              model,
              text,
              firstText: metrics?.timeToFirstText,
              tokens: metrics && tokensPerSecond(metrics),
              rates: [...column.rates.slice(-79), metrics?.charactersPerSecond ?? 0],
              done: metrics?.done ?? true,
            },
      ),
    );
  }
}
