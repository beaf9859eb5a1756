import { ChangeDetectionStrategy, Component, computed, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { conversation, type MessageParam } from 'anthropic-rxjs';
import { injectAnthropic, messageStream } from 'anthropic-rxjs/angular';
import { model } from './model.ts';

const textOf = ({ content }: MessageParam) =>
  typeof content === 'string' ? content : content.map((block) => (block.type === 'text' ? block.text : '')).join('');

@Component({
  selector: 'demo-chat',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>Chat</h2>
    <ol class="turns">
      @for (turn of turns(); track $index) {
        <li [class]="turn.role">
          <span class="who">{{ turn.role }}</span>
          <p>{{ turn.text }}</p>
        </li>
      }
      @if (running()) {
        <li class="user">
          <span class="who">user</span>
          <p>{{ question() }}</p>
        </li>
        <li class="assistant" data-testid="reply">
          <span class="who">assistant</span>
          <p [class.writing]="reply.status() === 'streaming'" data-testid="text">{{ reply.text() }}</p>
        </li>
      }
    </ol>
    @if (reply.status() === 'error') {
      <div class="notice" role="alert">
        <p data-testid="error">{{ problem() }}</p>
        <button type="button" (click)="retry()">Try again</button>
      </div>
    }
    <form (submit)="send($event, input)">
      <label for="prompt">Your message</label>
      <textarea
        #input
        id="prompt"
        rows="2"
        placeholder="Write a long story"
        (keydown.enter)="send($event, input)"
      ></textarea>
      <div class="buttons">
        <button type="submit">Send</button>
        <button type="button" [disabled]="!busy()" (click)="reply.stop()">Stop</button>
        <span class="status" data-testid="status">{{ reply.status() }}</span>
        @if (reply.status() === 'done' ? reply.usage() : undefined; as usage) {
          <span class="status">{{ usage.output_tokens }} tokens</span>
        }
      </div>
    </form>
    <p class="visually-hidden" aria-live="polite">{{ announcement() }}</p>
  `,
})
export class Chat {
  readonly #chat = conversation(injectAnthropic(), { model, max_tokens: 4096 });
  readonly #history = toSignal(this.#chat.history$, { requireSync: true });

  readonly #before = signal(this.#chat.history);
  protected readonly reply = messageStream((content: string) => this.#chat.send(content, { keepPartial: true }));
  protected readonly question = signal('');
  protected readonly turns = computed(() => this.#history().map((turn) => ({ role: turn.role, text: textOf(turn) })));
  protected readonly busy = computed(() => ['connecting', 'streaming'].includes(this.reply.status()));
  /** The turn that is not in the history yet, which may have it a frame before the reply's status changes. */
  protected readonly running = computed(
    () => (this.busy() || this.reply.status() === 'error') && this.#history() === this.#before(),
  );
  protected readonly problem = computed(() => {
    const error = this.reply.error();
    return error instanceof Error ? error.message : String(error);
  });
  /** Only beginning and end: a region that reads every piece aloud would never be silent. */
  protected readonly announcement = computed(() => {
    switch (this.reply.status()) {
      case 'connecting':
      case 'streaming':
        return 'The reply is being written.';
      case 'done':
        return 'The reply is complete.';
      case 'stopped':
        return 'The reply was stopped.';
      default:
        return '';
    }
  });

  protected send(event: Event, input: HTMLTextAreaElement): void {
    if (event instanceof KeyboardEvent && event.shiftKey) return;
    event.preventDefault();
    const content = input.value.trim() || input.placeholder;
    if (this.busy()) return;
    input.value = '';
    this.question.set(content);
    this.#before.set(this.#chat.history);
    this.reply.send(content);
  }

  /** Requests again after it removes the failed turn from the history. */
  protected retry(): void {
    this.#chat.reset(this.#before());
    this.reply.retry();
  }
}
