import { DOCUMENT, inject, InjectionToken } from '@angular/core';
import { chat, type SignalChat } from 'anthropic-rxjs/angular';
import { model } from './model.ts';

/** Under this name the tab stores the chat. */
const place = 'chat';

/** The chat of this tab: it continues while another page is shown, and is restored after a reload. */
export const KeptChat = new InjectionToken<SignalChat>('the chat of this tab', {
  providedIn: 'root',
  factory: () => {
    const kept = chat({ model, max_tokens: 4096 });
    const saved = sessionStorage.getItem(place);
    if (saved !== null) kept.restore(JSON.parse(saved));
    inject(DOCUMENT).defaultView?.addEventListener('pagehide', () =>
      sessionStorage.setItem(place, JSON.stringify(kept)),
    );
    return kept;
  },
});
