import { AsyncPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { rxResource, toSignal } from '@angular/core/rxjs-interop';
import { shareStream, streamState, textSnapshots } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import { EMPTY } from 'rxjs';
import { model } from './model.ts';

@Component({
  selector: 'demo-interop',
  imports: [AsyncPipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>Without messageStream</h2>
    <p class="lead">
      One request for <code>async</code> and <code>toSignal</code>, another for each question to
      <code>rxResource</code>.
    </p>
    <div class="columns">
      <section class="card" aria-label="async">
        <h3>async</h3>
        <p class="prose" data-testid="async">{{ text$ | async }}</p>
      </section>
      <section class="card" aria-label="toSignal">
        <h3>toSignal</h3>
        <p class="prose" data-testid="signal">{{ state()?.status }}: {{ state()?.text }}</p>
      </section>
      <section class="card" aria-label="rxResource">
        <h3>rxResource</h3>
        <button type="button" (click)="question.set('What is the capital of France?')">Ask</button>
        <p class="prose" data-testid="resource">{{ resource.value()?.text }}</p>
      </section>
    </div>
  `,
})
export class Interop {
  readonly #client = injectAnthropic();
  readonly #ask = (content: string) =>
    this.#client.messages.stream({ model, max_tokens: 256, messages: [{ role: 'user', content }] });
  readonly #reply$ = this.#ask('Write a haiku').pipe(shareStream({ grace: 100 }));

  protected readonly text$ = this.#reply$.pipe(textSnapshots());
  protected readonly state = toSignal(this.#reply$.pipe(streamState()));

  protected readonly question = signal<string | undefined>(undefined);
  protected readonly resource = rxResource({
    params: () => this.question(),
    stream: ({ params: question }) => (question ? this.#ask(question).pipe(streamState()) : EMPTY),
  });
}
