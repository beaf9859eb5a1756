import { ChangeDetectionStrategy, Component, effect, input, signal } from '@angular/core';
import { type MarkdownBlock, markdownBlocks } from 'anthropic-rxjs/markdown';
import { Subject, type Subscription } from 'rxjs';
import { CodeBlock } from './code-block.ts';

/** Markdown that grows: finished blocks stay, the last one changes. */
@Component({
  selector: 'demo-markdown',
  imports: [CodeBlock],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (block of blocks(); track block.id) {
      @if (codeOf(block); as code) {
        <demo-code-block [code]="code.text" [language]="code.lang" />
      } @else if (isTable(block)) {
        <div class="wide" tabindex="0" role="region" aria-label="Table" [innerHTML]="block.html"></div>
      } @else {
        <div [innerHTML]="block.html"></div>
      }
    }
  `,
})
export class Markdown {
  readonly text = input.required<string>();
  /** Whether the text is complete. */
  readonly done = input(true);
  protected readonly blocks = signal<readonly MarkdownBlock[]>([]);

  constructor() {
    let read = '';
    let pieces = new Subject<string>();
    let reading: Subscription | undefined;
    effect(() => {
      const [text, done] = [this.text(), this.done()];
      if (!reading || reading.closed || !text.startsWith(read)) {
        reading?.unsubscribe();
        [read, pieces] = ['', new Subject()];
        this.blocks.set([]);
        reading = pieces.pipe(markdownBlocks()).subscribe((blocks) => this.blocks.set(blocks));
      }
      pieces.next(text.slice(read.length));
      read = text;
      if (done) pieces.complete();
    });
  }

  protected codeOf({ tokens }: MarkdownBlock): { text: string; lang: string } | undefined {
    const token = tokens.find(({ type }) => type === 'code');
    return token && 'text' in token
      ? { text: String(token.text), lang: String(('lang' in token && token.lang) || 'text') }
      : undefined;
  }

  protected isTable({ tokens }: MarkdownBlock): boolean {
    return tokens.some(({ type }) => type === 'table');
  }
}
