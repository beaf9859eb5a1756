import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { Chat } from './chat.ts';
import { Compare } from './compare.ts';
import { Interop } from './interop.ts';
import { Marbles } from './marbles.ts';
import { RelayedReply } from './relayed-reply.ts';
import { Table } from './table.ts';
import { Tools } from './tools.ts';

const pages = [
  { path: 'chat', title: 'Chat' },
  { path: 'compare', title: 'Three models' },
  { path: 'table', title: 'Table' },
  { path: 'tools', title: 'Tools' },
  { path: 'relay', title: 'Relay' },
  { path: 'marbles', title: 'Marbles' },
  { path: 'interop', title: 'Interop' },
] as const;

const pageOf = (hash: string) => pages.find(({ path }) => hash === `#/${path}`)?.path ?? 'chat';

@Component({
  selector: 'demo-app',
  imports: [Chat, Compare, Interop, Marbles, RelayedReply, Table, Tools],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:hashchange)': 'open()' },
  template: `
    <a class="skip" href="#main" (click)="skip($event, main)">Skip to the content</a>
    <header>
      <h1><span aria-hidden="true">◉</span> anthropic-rxjs</h1>
      <nav aria-label="Pages">
        @for (item of pages; track item.path) {
          <a [href]="'#/' + item.path" [attr.aria-current]="page() === item.path ? 'page' : null">{{ item.title }}</a>
        }
      </nav>
    </header>
    <main #main id="main" tabindex="-1">
      @switch (page()) {
        @case ('chat') {
          <demo-chat />
        }
        @case ('compare') {
          <demo-compare />
        }
        @case ('table') {
          <demo-table />
        }
        @case ('tools') {
          <demo-tools />
        }
        @case ('relay') {
          <demo-relayed-reply />
        }
        @case ('marbles') {
          <demo-marbles />
        }
        @case ('interop') {
          <demo-interop />
        }
      }
    </main>
  `,
})
export class App {
  protected readonly pages = pages;
  protected readonly page = signal(pageOf(location.hash));

  protected open(): void {
    this.page.set(pageOf(location.hash));
  }

  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
