import { DOCUMENT, inject, InjectionToken, signal, type WritableSignal } from '@angular/core';
import { chat, type SignalChat } from 'anthropic-rxjs/angular';
import { model } from './model.ts';

/** The chat of this tab: it continues while another page is shown, and is restored after a reload. */
export const KeptChat = new InjectionToken<SignalChat>('the chat of this tab', {
  providedIn: 'root',
  factory: () => {
    const kept = chat({ model, max_tokens: 4096 });
    const saved = sessionStorage.getItem('chat');
    if (saved !== null) kept.restore(JSON.parse(saved));
    onPageHide(() => sessionStorage.setItem('chat', JSON.stringify(kept)));
    return kept;
  },
});

/** The message that the user of this tab is writing. */
export const KeptDraft = new InjectionToken<WritableSignal<string>>('the draft of this tab', {
  providedIn: 'root',
  factory: () => {
    const draft = signal(sessionStorage.getItem('draft') ?? '');
    onPageHide(() => sessionStorage.setItem('draft', draft()));
    return draft;
  },
});

function onPageHide(act: () => void): void {
  inject(DOCUMENT).defaultView?.addEventListener('pagehide', act);
}
