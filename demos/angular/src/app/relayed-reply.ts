import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { MessageStreamEvent } from 'anthropic-rxjs';
import { messageStream } from 'anthropic-rxjs/angular';
import { relayed, relayedStream, type RelayedStream } from 'anthropic-rxjs/relay';
import { fromEvent, type Observable, tap } from 'rxjs';
import { model } from './model.ts';

/** What to do with a reply: start it with a prompt, or follow the one that runs. */
interface Visit {
  readonly id: string;
  readonly prompt?: string;
}

const url = '/api/replies';
/** Under this name a page stores the id of the last reply, and a channel carries it to the open tabs. */
const place = 'relayed-reply';

@Component({
  selector: 'demo-relayed-reply',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>A reply that survives a reload</h2>
    <p class="lead">
      Reload in the middle of the reply, or open this page in a second tab. Either tab can stop the reply.
    </p>
    <form (submit)="send($event, input)">
      <label for="relayed">Your message</label>
      <textarea #input id="relayed" rows="2" placeholder="Write a long story"></textarea>
      <div class="buttons">
        <button type="submit" [disabled]="busy()">Send</button>
        <button type="button" [disabled]="!busy()" (click)="stop()">Stop</button>
        <span class="status" data-testid="status">{{ reply.status() }}</span>
      </div>
    </form>
    @if (reply.errorText(); as message) {
      <div class="notice problem" role="alert">
        <p>{{ message }}</p>
        <button type="button" (click)="start(prompt)">Try again</button>
      </div>
    }
    <p class="prose" [class.writing]="reply.status() === 'streaming'" data-testid="text">{{ reply.text() }}</p>
  `,
})
export class RelayedReply {
  readonly #client = relayed(url);
  readonly #started = new BroadcastChannel(place);
  #running: RelayedStream | undefined;

  protected readonly reply = messageStream((visit: Visit) => this.#streamOf(visit));
  protected readonly busy = computed(() => ['connecting', 'streaming'].includes(this.reply.status()));
  /** The last prompt of this page. */
  protected prompt = 'Write a long story';

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#started.close());
    fromEvent<MessageEvent<string>>(this.#started, 'message')
      .pipe(takeUntilDestroyed())
      .subscribe(({ data: id }) => this.reply.send({ id }));
    const id = localStorage.getItem(place);
    if (id !== null) this.reply.send({ id });
  }

  protected send(event: Event, input: HTMLTextAreaElement): void {
    event.preventDefault();
    this.start(input.value.trim() || input.placeholder);
  }

  protected start(prompt: string): void {
    this.prompt = prompt;
    const id = crypto.randomUUID();
    localStorage.setItem(place, id);
    this.reply.send({ id, prompt });
  }

  /** Ends the reply for every tab; `reply.stop()` would only stop reading it. */
  protected stop(): void {
    this.#running?.stop();
  }

  #streamOf({ id, prompt }: Visit): Observable<MessageStreamEvent> {
    if (prompt === undefined) return (this.#running = relayedStream(`${url}/${id}`));
    const params = { model, max_tokens: 4096, messages: [{ role: 'user' as const, content: prompt }] };
    this.#running = this.#client.messages.stream(params, { id });
    return this.#running.pipe(
      tap(({ type }) => {
        // Before its first event, another tab may not find the reply yet.
        if (type === 'message_start') this.#started.postMessage(id);
      }),
    );
  }
}
