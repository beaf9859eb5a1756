import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { DOCUMENT } from '@angular/common';
import { toSignal } from '@angular/core/rxjs-interop';
import { catchError, concat, defer, map, of, Subject, switchMap, timer } from 'rxjs';

/** Code with a button that copies it. */
@Component({
  selector: 'demo-code-block',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <figure class="code">
      <figcaption>
        <span>{{ language() }}</span>
        <button type="button" class="quiet" (click)="copy$.next()">
          <span aria-live="polite">{{ label() }}</span>
        </button>
      </figcaption>
      <pre tabindex="0" role="region" [attr.aria-label]="'Code: ' + language()"><code>{{ code() }}</code></pre>
    </figure>
  `,
})
export class CodeBlock {
  readonly code = input.required<string>();
  readonly language = input('text');
  protected readonly copy$ = new Subject<void>();
  readonly #clipboard = inject(DOCUMENT).defaultView?.navigator.clipboard;

  protected readonly label = toSignal(
    this.copy$.pipe(
      switchMap(() =>
        concat(
          defer(() => this.#clipboard?.writeText(this.code()) ?? Promise.reject(new Error('no clipboard'))).pipe(
            map(() => 'Copied'),
            catchError(() => of('Not allowed')),
          ),
          timer(2_000).pipe(map(() => 'Copy')),
        ),
      ),
    ),
    { initialValue: 'Copy' },
  );
}
