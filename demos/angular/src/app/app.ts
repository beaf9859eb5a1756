import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { Chat } from './chat.ts';
import { Compare } from './compare.ts';
import { Interop } from './interop.ts';
import { Marbles } from './marbles/marbles.ts';
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

type Path = (typeof pages)[number]['path'];

const pageOf = (hash: string): Path => pages.find(({ path }) => hash === `#/${path}`)?.path ?? 'chat';

@Component({
  selector: 'demo-app',
  imports: [Chat, Compare, Interop, Marbles, RelayedReply, Table, Tools],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(window:hashchange)': 'open()' },
  template: `
    <a class="skip" href="#main" (click)="skip($event, main)">Skip to the content</a>
    <header>
      <h1><span class="logo" aria-hidden="true"></span>anthropic-rxjs</h1>
      <nav aria-label="Pages">
        @for (item of pages; track item.path) {
          <a [href]="'#/' + item.path" [attr.aria-current]="page() === item.path ? 'page' : null">{{ item.title }}</a>
        }
      </nav>
    </header>
    <main #main id="main" tabindex="-1">
      @if (opened().has('chat')) {
        @defer (on immediate) {
          <demo-chat [hidden]="page() !== 'chat'" />
        }
      }
      @if (opened().has('compare')) {
        @defer (on immediate) {
          <demo-compare [hidden]="page() !== 'compare'" />
        }
      }
      @if (opened().has('table')) {
        @defer (on immediate) {
          <demo-table [hidden]="page() !== 'table'" />
        }
      }
      @if (opened().has('tools')) {
        @defer (on immediate) {
          <demo-tools [hidden]="page() !== 'tools'" />
        }
      }
      @if (opened().has('relay')) {
        @defer (on immediate) {
          <demo-relayed-reply [hidden]="page() !== 'relay'" />
        }
      }
      @if (opened().has('marbles')) {
        @defer (on immediate) {
          <demo-marbles [hidden]="page() !== 'marbles'" />
        }
      }
      @if (opened().has('interop')) {
        @defer (on immediate) {
          <demo-interop [hidden]="page() !== 'interop'" />
        }
      }
    </main>
  `,
})
export class App {
  protected readonly pages = pages;
  protected readonly page = signal(pageOf(location.hash));
  /** A page that was shown once stays, hidden: its streams continue, and nothing is lost. */
  protected readonly opened = signal<ReadonlySet<Path>>(new Set([this.page()]));

  protected open(): void {
    const page = pageOf(location.hash);
    this.page.set(page);
    this.opened.update((opened) => new Set([...opened, page]));
  }

  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
