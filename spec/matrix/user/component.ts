import { AsyncPipe } from '@angular/common';
import { ChangeDetectionStrategy, Component } from '@angular/core';
import { textSnapshots } from 'anthropic-rxjs';
import { injectAnthropic, messageStream } from 'anthropic-rxjs/angular';

@Component({
  selector: 'app-root',
  imports: [AsyncPipe],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `<p>{{ reply.status() }}: {{ reply.text() }}</p>
    <p>{{ text$ | async }}</p>`,
})
export class App {
  readonly #client = injectAnthropic();
  readonly #ask = (content: string) =>
    this.#client.messages.stream({
      model: 'claude-sonnet-5',
      max_tokens: 64,
      messages: [{ role: 'user', content }],
    });
  readonly reply = messageStream(this.#ask);
  readonly text$ = this.#ask('Hello').pipe(textSnapshots());
}
