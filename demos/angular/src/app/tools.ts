import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  ElementRef,
  inject,
  Injector,
  signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { type Approval, errorText, runTools, textSnapshots, tool, type ToolUseBlock, turnEvents } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import {
  catchError,
  connect,
  EMPTY,
  ignoreElements,
  merge,
  Observable,
  Subject,
  switchMap,
  tap,
  timer,
  map,
} from 'rxjs';
import * as z from 'zod/mini';
import { model } from './model.ts';

interface Call {
  readonly id: string;
  readonly input: string;
  readonly state: 'waiting' | 'running' | 'done' | 'refused';
}

const weather = tool({
  name: 'get_weather',
  description: 'Get the weather of a place',
  inputSchema: z.object({ location: z.string() }),
  run: ({ location }) => timer(400).pipe(map(() => `mild in ${location}`)),
});

@Component({
  selector: 'demo-tools',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>Tool calls that you approve</h2>
    <p class="lead"><code>runTools()</code> waits for each answer, then continues by itself.</p>
    <div class="buttons">
      <button type="button" class="primary" (click)="ask$.next()">Ask for the weather in three cities</button>
    </div>
    <ul class="calls" aria-label="Tool calls">
      @for (call of calls(); track call.id) {
        <li [class]="'card ' + call.state">
          <code>get_weather({{ call.input }})</code>
          <span class="badge">{{ call.state }}</span>
          @if (call.state === 'waiting') {
            <span class="buttons">
              <button type="button" class="primary approve" (click)="answer(call.id, true)">
                Approve<span class="visually-hidden"> {{ call.input }}</span>
              </button>
              <button type="button" (click)="answer(call.id, false)">
                Refuse<span class="visually-hidden"> {{ call.input }}</span>
              </button>
            </span>
          }
        </li>
      }
    </ul>
    @if (error(); as message) {
      <div class="notice problem" role="alert">
        <p>{{ message }}</p>
        <button type="button" (click)="ask$.next()">Try again</button>
      </div>
    }
    <p class="prose" aria-live="polite" data-testid="answer">{{ text() }}</p>
  `,
})
export class Tools {
  readonly #client = injectAnthropic();
  readonly #injector = inject(Injector);
  readonly #answers = new Map<string, (approval: Approval) => void>();
  protected readonly ask$ = new Subject<void>();
  protected readonly calls = signal<readonly Call[]>([]);
  protected readonly text = signal('');
  protected readonly error = signal('');
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    this.ask$
      .pipe(
        switchMap(() => this.#run()),
        takeUntilDestroyed(inject(DestroyRef)),
      )
      .subscribe((text) => this.text.set(text));
  }

  protected answer(id: string, approved: boolean): void {
    this.#answers.get(id)?.(approved || { reason: 'the user refused' });
    this.#mark(id, approved ? 'running' : 'refused');
    // The pressed button disappears; the user continues at the next question.
    const next = () => this.#host.querySelector<HTMLElement>('.approve') ?? this.#host.querySelector('button');
    afterNextRender(() => next()?.focus(), { injector: this.#injector });
  }

  #run(): Observable<string> {
    this.calls.set([]);
    this.text.set('');
    this.error.set('');
    const content = "What's the weather in Paris and Berlin and Tokyo?";
    const run$ = runTools(
      this.#client.messages,
      { model, max_tokens: 1024, messages: [{ role: 'user', content }] },
      { tools: [weather], approve: (call) => this.#approval(call) },
    );
    return run$.pipe(
      connect((events$) =>
        merge(
          events$.pipe(turnEvents(), textSnapshots()),
          events$.pipe(
            tap((event) => {
              if (event.type === 'tool_started') this.#mark(event.toolUse.id, 'running');
              if (event.type === 'tool_finished') this.#mark(event.toolUse.id, 'done');
            }),
            ignoreElements(),
          ),
        ),
      ),
      catchError((error: unknown) => {
        this.error.set(errorText(error));
        return EMPTY;
      }),
    );
  }

  /** Emits when the user has decided. */
  #approval({ id, input }: ToolUseBlock): Observable<Approval> {
    return new Observable((subscriber) => {
      this.calls.update((calls) => [...calls, { id, input: JSON.stringify(input), state: 'waiting' }]);
      this.#answers.set(id, (approval) => {
        subscriber.next(approval);
        subscriber.complete();
      });
      return () => this.#answers.delete(id);
    });
  }

  #mark(id: string, state: Call['state']): void {
    this.calls.update((calls) => calls.map((call) => (call.id === id ? { ...call, state } : call)));
  }
}
