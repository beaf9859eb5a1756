import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { errorText, type StreamMetrics, streamMetrics, textSnapshots } from 'anthropic-rxjs';
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
import { Markdown } from './markdown.ts';
import { models } from './model.ts';
import { Sparkline } from './sparkline.ts';

const question = 'Why is the sea salty?';

type Measured = Pick<Column, 'error'> | readonly [text: string, metrics: StreamMetrics];

interface Column {
  readonly model: string;
  readonly text: string;
  readonly firstText: number | undefined;
  readonly tokens: number | undefined;
  /** Characters per second, over time. */
  readonly rates: readonly number[];
  readonly done: boolean;
  readonly error: string;
}

const empty = (model: string): Column => ({
  model,
  text: '',
  firstText: undefined,
  tokens: undefined,
  rates: [],
  done: false,
  error: '',
});

/** As counted at the end; until then a piece of text is taken for a token, which it nearly is. */
function tokensPerSecond(metrics: StreamMetrics): number | undefined {
  const { outputTokensPerSecond, charactersPerSecond = 0, characters, textPieces } = metrics;
  const shown = outputTokensPerSecond ?? (charactersPerSecond / characters) * textPieces;
  return Number.isFinite(shown) ? Math.round(shown) : undefined;
}

/** The first pieces have no rate yet that means anything. */
const isSettled = ({ duration, timeToFirstText = duration }: StreamMetrics) => duration - timeToFirstText > 250;

@Component({
  selector: 'demo-compare',
  imports: [Markdown, Sparkline],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>Three models side by side</h2>
    <p class="lead">One question, three streams in one <code>merge</code>, measured by <code>streamMetrics()</code>.</p>
    <div class="buttons">
      <button type="button" class="primary" (click)="ask$.next()">Ask all three</button>
      <button type="button" (click)="stop$.next()">Stop</button>
      <span class="status">“{{ question }}”</span>
    </div>
    <div class="columns">
      @for (column of columns(); track column.model) {
        <section class="card" [attr.aria-label]="column.model" [attr.data-done]="column.done">
          <h3>{{ column.model }}</h3>
          <dl>
            <div>
              <dt>first text</dt>
              <dd>{{ column.firstText === undefined ? '–' : rounded(column.firstText) + ' ms' }}</dd>
            </div>
            <div>
              <dt>tokens/s</dt>
              <dd>{{ column.tokens ?? '–' }}</dd>
            </div>
          </dl>
          <demo-sparkline [values]="column.rates" [label]="'Characters per second of ' + column.model" />
          @if (column.error) {
            <p class="notice problem" role="alert">{{ column.error }}</p>
          }
          <demo-markdown class="markdown" [text]="column.text" [done]="column.done" />
        </section>
      }
    </div>
  `,
})
export class Compare {
  readonly #client = injectAnthropic();
  protected readonly question = question;
  protected readonly rounded = Math.round;
  protected readonly ask$ = new Subject<void>();
  protected readonly stop$ = new Subject<void>();
  protected readonly columns = signal<readonly Column[]>(models.map(empty));

  constructor() {
    const all$ = () => merge(...models.map((model) => this.#measured(model).pipe(map((value) => ({ model, value })))));
    merge(this.ask$.pipe(map(() => true)), this.stop$.pipe(map(() => false)))
      .pipe(
        switchMap((ask) => {
          if (!ask) return [];
          this.columns.set(models.map(empty));
          return all$();
        }),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe(({ model, value }) => this.#show(model, value));
  }

  /** Text and measures of one model, at most once per frame. */
  #measured(model: string): Observable<Measured> {
    const messages = [{ role: 'user' as const, content: question }];
    const events$ = this.#client.messages.stream({ model, max_tokens: 1024, messages });
    return events$.pipe(
      connect((shared$): Observable<Measured> =>
        combineLatest([shared$.pipe(textSnapshots()), shared$.pipe(streamMetrics())]),
      ),
      auditTime(0, animationFrameScheduler),
      catchError((error: unknown) => of<Measured>({ error: errorText(error) })),
    );
  }

  #show(model: string, value: Measured): void {
    this.columns.update((columns) =>
      columns.map((column) => {
        if (column.model !== model) return column;
        if ('error' in value) return { ...column, done: true, error: value.error };
        const [text, metrics] = value;
        return {
          ...column,
          text,
          firstText: metrics.timeToFirstText,
          tokens: tokensPerSecond(metrics),
          rates: isSettled(metrics) ? [...column.rates.slice(-79), metrics.charactersPerSecond ?? 0] : [],
          done: metrics.done,
        };
      }),
    );
  }
}
