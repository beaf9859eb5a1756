import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, signal } from '@angular/core';
import type { ChatTurn } from 'anthropic-rxjs';
import { followEnd } from './follow-end.ts';
import { KeptChat, KeptDraft } from './kept-chat.ts';
import { Markdown } from './markdown.ts';

const samples = [
  'Compare three ways to sort a list',
  'Explain list comprehensions in Python',
  'Write a short story',
  'What is the capital of France?',
] as const;

@Component({
  selector: 'demo-chat',
  imports: [Markdown],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(document:keydown.escape)': 'escape()' },
  template: `
    <h2 [class.visually-hidden]="chat.turns().length > 0">What would you like to know?</h2>
    <ol class="turns">
      @for (turn of chat.turns(); track turn.id; let last = $last) {
        <li [class]="turn.role">
          <span class="who">{{ turn.role === 'user' ? 'You' : 'Claude' }}</span>
          @if (turn.role === 'user') {
            <p [textContent]="turn.text"></p>
            <button type="button" class="quiet" (click)="edit(turn, input)">
              Edit<span class="visually-hidden"> {{ turn.text }}</span>
            </button>
          } @else {
            <demo-markdown
              class="markdown"
              [class.writing]="turn.status === 'pending' || turn.status === 'streaming'"
              [attr.data-testid]="last ? 'text' : null"
              [text]="turn.text"
              [done]="turn.status !== 'pending' && turn.status !== 'streaming'"
            />
          }
        </li>
      }
      @for (turn of chat.queued(); track turn.id) {
        <li class="user queued" data-testid="queued">
          <span class="who">Waits for the reply</span>
          <p>{{ turn.text }}</p>
          <button type="button" class="quiet" (click)="chat.stop(turn); input.focus()">
            Remove<span class="visually-hidden"> {{ turn.text }}</span>
          </button>
        </li>
      }
    </ol>
    @if (chat.turns().length === 0) {
      <ul class="samples" aria-label="Sample prompts">
        @for (sample of samples; track sample) {
          <li>
            <button type="button" (click)="chat.send(sample); input.focus()">{{ sample }}</button>
          </li>
        }
      </ul>
    }
    <form (submit)="submit($event, input)">
      @if (!following()) {
        <button type="button" class="latest" (click)="resume(); input.focus()">Latest text</button>
      }
      @if (chat.canRetry()) {
        <div class="notice" [class.problem]="chat.error()" [attr.role]="chat.error() ? 'alert' : null">
          <p data-testid="error">{{ problem() }}</p>
          <button type="button" (click)="chat.retry(); input.focus()">Try again</button>
        </div>
      }
      <div class="composer">
        <label for="prompt" [class.visually-hidden]="!edited()">{{
          edited() ? 'Your changed message' : 'Your message'
        }}</label>
        <textarea
          #input
          id="prompt"
          rows="2"
          placeholder="Ask anything"
          [value]="draft()"
          (input)="draft.set(input.value)"
          (keydown.enter)="enter($event, input)"
        ></textarea>
        <div class="buttons">
          <span class="status" data-testid="status">{{ chat.status() }}</span>
          @if (chat.status() === 'done' ? chat.turns().at(-1)?.usage : undefined; as usage) {
            <span class="status tokens">{{ usage.output_tokens }} tokens</span>
          }
          <span class="space"></span>
          @if (edited()) {
            <button type="button" (click)="clear(input)">Keep the message</button>
          } @else if (chat.turns().length > 0) {
            <button type="button" class="quiet" (click)="chat.reset(); clear(input)">New chat</button>
          }
          <button type="submit">{{ stops() ? 'Stop' : 'Send' }}</button>
        </div>
      </div>
    </form>
    <p class="visually-hidden" aria-live="polite">{{ announcement() }}</p>
  `,
})
export class Chat {
  protected readonly chat = inject(KeptChat);
  protected readonly draft = inject(KeptDraft);
  protected readonly samples = samples;
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #follow = followEnd();
  protected readonly following = this.#follow.following;
  protected readonly resume = this.#follow.resume;
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
    // The chat runs on while another page is shown, and Escape is then for that page.
    if (this.chat.busy() && this.#host.checkVisibility()) this.chat.stop();
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
    this.resume();
  }
}
