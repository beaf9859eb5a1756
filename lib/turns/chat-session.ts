import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  map,
  type Observable,
  of,
  ReplaySubject,
  Subject,
  takeUntil,
} from 'rxjs';
import { wrongOption } from '../errors/wrong-option.ts';
import type { BetaMessageParam } from '../types/message-param.ts';
import type { BetaMessageStreamEvent } from '../types/message-stream-event.ts';
import type { CallAnswer } from './ask-approval.ts';
import { chatHistory } from './chat-history.ts';
import type { Chat, TurnRef } from './chat-interface.ts';
import {
  askAgain,
  askNext,
  type ChatModel,
  enqueue,
  placeOfQuestion,
  requeue,
  showReply,
  unqueue,
} from './chat-model.ts';
import type { ChatOptions } from './chat-options.ts';
import { ChatReply, type ReplyStart } from './chat-reply.ts';
import { isResumable, ReplyRequests } from './chat-source.ts';
import { stateOf } from './chat-state.ts';
import { type AnyTurn, hasContent, isRunning, replyTurn, userTurn } from './chat-turn.ts';
import { replyEvents, type ReplyParams, type ReplySource } from './reply-events.ts';
import { readChat, saveChat } from './saved-chat.ts';
import { turnsOfMessages } from './turns-of-messages.ts';

type AnyChat = Chat<BetaMessageStreamEvent, BetaMessageParam>;

/** The running reply. */
interface Running {
  readonly reply: ChatReply;
  readonly requests: ReplyRequests<Parameters<typeof replyEvents>[1], BetaMessageStreamEvent>;
}

/** A chat of any source: subscribes to replies, and shows the model after each command and event. */
export class ChatSession implements AnyChat {
  readonly state$: AnyChat['state$'];
  readonly #states$ = new ReplaySubject<AnyChat['state']>(1);
  readonly #answers$ = new Subject<CallAnswer>();
  /** Unsubscribes from the running reply, even from a synchronous one. */
  readonly #drop$ = new Subject<void>();
  readonly #source: ReplySource;
  readonly #params: ReplyParams;
  readonly #options: ChatOptions;
  #model: ChatModel;
  #state: AnyChat['state'];
  #running: Running | undefined;
  /** After an error the queue waits for the user. */
  #isHeld = false;
  #isAsking = false;
  #isEmitting = false;
  #isDisposed = false;

  constructor(source: ReplySource, params: ReplyParams, options: ChatOptions) {
    this.#source = source;
    this.#params = params;
    this.#options = options;
    this.#model = { turns: turnsOfMessages(params.messages ?? []), running: undefined, queued: [] };
    this.#state = stateOf(this.#model);
    this.#states$.next(this.#state);
    this.state$ = this.#states$.asObservable();
  }

  get state(): AnyChat['state'] {
    return this.#state;
  }

  get history(): AnyChat['history'] {
    return chatHistory(this.#state.turns);
  }

  readonly send: AnyChat['send'] = (content) => {
    if (this.#isDisposed || !hasContent('send', content)) return;
    const model = enqueue(this.#model, userTurn(content));
    if (model.running) {
      this.#show(model);
      return;
    }
    this.#isHeld = false;
    this.#model = model; // shown with its reply
    this.#askQueue();
  };

  readonly stop: AnyChat['stop'] = (turn) => {
    if (this.#isDisposed) return;
    const id = turn === undefined ? this.#model.running?.id : idOf('stop', turn);
    if (id === undefined) return;
    if (id === this.#model.running?.id) this.#stopReply();
    else this.#show(unqueue(this.#model, id));
  };

  readonly retry: AnyChat['retry'] = (turn) => {
    if (turn !== undefined) this.#askAt(placeOfQuestion(this.#model, idOf('retry', turn)));
    else if (this.#state.canRetry) this.regenerate();
  };

  readonly regenerate: AnyChat['regenerate'] = () => {
    const last = this.#state.turns.at(-1);
    if (last) this.#askAt(placeOfQuestion(this.#model, last.id));
  };

  readonly edit: AnyChat['edit'] = (turn, content) => {
    if (!hasContent('edit', content)) return;
    const id = idOf('edit', turn);
    const place = this.#state.turns.findIndex((known) => known.id === id);
    if (place < 0 && !this.#isDisposed) this.#show(requeue(this.#model, userTurn(content, id)));
    if (place < 0) return;
    if (this.#state.turns[place]?.role !== 'user') {
      throw wrongOption('edit', 'turn', 'must be a turn of the user');
    }
    this.#askAt(place, { ...userTurn(content, id), status: 'sent' });
  };

  readonly approve: AnyChat['approve'] = (call, answer = true) => {
    this.#answers$.next({ id: idOf('approve', call), answer });
  };

  readonly reset: AnyChat['reset'] = (messages = []) => {
    if (this.#isDisposed) return;
    this.#replace({ turns: turnsOfMessages(messages), running: undefined, queued: [] });
    this.#show();
  };

  readonly dispose: AnyChat['dispose'] = () => {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    // A relay continues its reply, and `restore` joins it.
    if (isResumable(this.#source)) this.#drop$.next();
    else this.#stopReply();
    if (!this.#isEmitting) this.#states$.complete();
  };

  readonly toJSON: AnyChat['toJSON'] = () => {
    const { turns, queued } = this.#model;
    const reply = this.#running?.reply;
    return saveChat(reply ? [...turns, reply.end()] : turns, queued, reply?.start);
  };

  readonly restore: AnyChat['restore'] = (saved) => {
    if (this.#isDisposed || saved === null || saved === undefined) return;
    const { turns, queued, running } = readChat(saved);
    this.#isHeld = true;
    const last = turns.at(-1);
    if (!running || !last || !isResumable(this.#source)) {
      this.#replace({ turns, running: undefined, queued });
      this.#show();
    } else {
      this.#start({ turns: turns.slice(0, -1), running: { ...last, status: 'streaming' }, queued }, running, last);
    }
  };

  #show(model = this.#model): void {
    this.#model = model;
    this.#state = stateOf(model);
    // A subscriber may act on a state; the others must not get the next state before this one.
    if (this.#isEmitting) return;
    this.#isEmitting = true;
    for (let shown; shown !== this.#state;) this.#states$.next((shown = this.#state));
    this.#isEmitting = false;
    if (this.#isDisposed) this.#states$.complete(); // a subscriber has ended the chat
  }

  /** A loop: a source may reply synchronously to each turn of a long queue. */
  #askQueue(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#model.queued.length > 0 && !this.#model.running && !this.#isHeld && !this.#isDisposed) {
      const base = replyTurn();
      this.#start(askNext(this.#model, base), { base, steps: 0 });
    }
    this.#isAsking = false;
  }

  /** Sends the question at a place again, unchanged or changed. */
  #askAt(place: number, question = this.#model.turns[place]): void {
    if (this.#isDisposed || !question) return;
    const base = replyTurn();
    this.#start(askAgain(this.#model, place, question, base), { base, steps: 0 });
  }

  /** Subscribes to the running reply of `model`, of which `restored` was shown before a reload. */
  #start(model: ChatModel, start: ReplyStart, restored?: AnyTurn): void {
    const reply = new ChatReply(chatHistory(model.turns), this.#options.tools !== undefined, start, restored);
    const requests = new ReplyRequests(this.#source, start.base.id, start.steps);
    const running = { reply, requests };
    this.#replace(model, running);
    // The teardown of the reply before, and then a subscriber of the state, may have stopped it.
    if (this.#running === running) this.#show();
    if (this.#running !== running || this.#isDisposed) return;
    // eslint-disable-next-line rxjs-x/no-ignored-error, no-restricted-syntax -- an error is a turn
    this.#turns(running).subscribe((turn) => {
      if (this.#running !== running) return;
      if (isRunning(turn)) {
        this.#show(showReply(this.#model, turn));
      } else {
        this.#running = undefined; // its source has ended
        this.#end(turn);
      }
    });
  }

  #turns({ reply, requests }: Running): Observable<AnyTurn> {
    const request = { ...this.#params, messages: [...reply.messages] };
    return concat(
      replyEvents(requests.stream, request, this.#options, this.#answers$).pipe(map((event) => reply.add(event))),
      defer(() => of(reply.end())),
    ).pipe(
      catchError((error: unknown) => of(reply.end(error))),
      distinctUntilChanged(),
      takeUntil(this.#drop$),
    );
  }

  #end(turn: AnyTurn): void {
    this.#isHeld = turn.status === 'error';
    this.#replace(showReply(this.#model, turn));
    this.#show();
    this.#askQueue();
  }

  #stopReply(): void {
    if (this.#running) this.#end(this.#running.reply.end());
  }

  /**
   * Sets the model and its reply, then unsubscribes from the reply before, and ends it at a relay. In this order, because
   * the teardown of a reply may call the chat.
   */
  #replace(model: ChatModel, running?: Running): void {
    const before = this.#running;
    this.#model = model;
    this.#running = running;
    before?.requests.stop();
    this.#drop$.next();
  }
}

/** The id of a turn or a call. Throws `InvalidOptionsError` for a value without one, such as the result of a failed search. */
function idOf(owner: string, ref: TurnRef | null | undefined): string {
  if (ref == null)
    throw wrongOption(owner, owner === 'approve' ? 'call' : 'turn', `is ${String(ref)}; pass one of the chat`);
  return typeof ref === 'string' ? ref : ref.id;
}
