import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import type { ChatTurn } from 'anthropic-rxjs';
import { KeptChat } from './kept-chat.ts';

@Component({
  selector: 'demo-chat',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown.escape)': 'escape()' },
  template: `
    <h2>Chat</h2>
    <ol class="turns">
      @for (turn of chat.turns(); track turn.id; let last = $last) {
        <li [class]="turn.role">
          <span class="who">{{ turn.role }}</span>
          <p
            [class.writing]="turn.status === 'streaming'"
            [attr.data-testid]="last && turn.role === 'assistant' ? 'text' : null"
            [textContent]="turn.text"
          ></p>
          @if (turn.role === 'user') {
            <button type="button" (click)="edit(turn, input)">
              Edit<span class="visually-hidden"> {{ turn.text }}</span>
            </button>
          }
        </li>
      }
      @for (turn of chat.queued(); track turn.id) {
        <li class="user" data-testid="queued">
          <span class="who">waits for the reply</span>
          <p>{{ turn.text }}</p>
          <button type="button" (click)="chat.stop(turn); input.focus()">
            Remove<span class="visually-hidden"> {{ turn.text }}</span>
          </button>
        </li>
      }
    </ol>
    <form (submit)="submit($event, input)">
      @if (chat.canRetry()) {
        <div class="notice" [attr.role]="chat.error() ? 'alert' : null">
          <p data-testid="error">{{ problem() }}</p>
          <button type="button" (click)="chat.retry(); input.focus()">Try again</button>
        </div>
      }
      <label for="prompt">{{ edited() ? 'Your changed message' : 'Your message' }}</label>
      <textarea
        #input
        id="prompt"
        rows="2"
        placeholder="Write a long story"
        [value]="draft()"
        (input)="draft.set(input.value)"
        (keydown.enter)="enter($event, input)"
      ></textarea>
      <div class="buttons">
        <button type="submit">{{ stops() ? 'Stop' : 'Send' }}</button>
        @if (edited()) {
          <button type="button" (click)="clear(input)">Keep the message</button>
        }
        <span class="status" data-testid="status">{{ chat.status() }}</span>
        @if (chat.status() === 'done' ? chat.turns().at(-1)?.usage : undefined; as usage) {
          <span class="status">{{ usage.output_tokens }} tokens</span>
        }
      </div>
    </form>
    <p class="visually-hidden" aria-live="polite">{{ announcement() }}</p>
  `,
})
export class Chat {
  protected readonly chat = inject(KeptChat);
  protected readonly draft = signal('');
  /** The turn of which the draft is a change. */
  protected readonly edited = signal<ChatTurn | undefined>(undefined);
  /** Send becomes Stop while a reply runs; with a draft it adds to the queue. */
  protected readonly stops = computed(() => this.chat.busy() && this.draft().trim() === '');
  protected readonly problem = computed(() => {
    switch (this.chat.status()) {
      case 'stopped':
        return 'The reply was stopped.';
      case 'refused':
        return 'The model refused to answer.';
      default:
        return this.chat.errorText();
    }
  });
  /** Only beginning and end: a region that reads every piece aloud would never be silent. */
  protected readonly announcement = computed(() => {
    switch (this.chat.status()) {
      case 'pending':
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

  protected submit(event: Event, input: HTMLTextAreaElement): void {
    event.preventDefault();
    if (this.stops()) this.chat.stop();
    else this.#send(input);
    input.focus();
  }

  protected enter(event: Event, input: HTMLTextAreaElement): void {
    // Shift starts a line, and while somebody composes a word, Enter accepts it.
    if (!(event instanceof KeyboardEvent) || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send(input);
  }

  protected edit(turn: ChatTurn, input: HTMLTextAreaElement): void {
    this.edited.set(turn);
    this.draft.set(turn.text);
    input.focus();
  }

  protected escape(): void {
    if (this.chat.busy()) this.chat.stop();
  }

  protected clear(input: HTMLTextAreaElement): void {
    this.edited.set(undefined);
    this.draft.set('');
    input.focus();
  }

  #send(input: HTMLTextAreaElement): void {
    const content = this.draft().trim();
    if (content === '') return;
    const edited = this.edited();
    if (edited) this.chat.edit(edited, content);
    else this.chat.send(content);
    this.clear(input);
  }
}
