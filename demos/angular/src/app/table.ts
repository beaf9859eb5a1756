import { ChangeDetectionStrategy, Component, computed } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { outputElements, outputFormat } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import { catchError, concat, endWith, map, of, scan, startWith, Subject, switchMap } from 'rxjs';
import * as z from 'zod/mini';
import { model } from './model.ts';

const Planet = z.object({ name: z.string(), moons: z.number() });
const Planets = z.object({ planets: z.array(Planet) });
type Planet = z.infer<typeof Planet>;

interface View {
  readonly rows: readonly Planet[];
  readonly note: string;
}

const nothing: View = { rows: [], note: 'Nothing asked yet' };

@Component({
  selector: 'demo-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>A table that fills row by row</h2>
    <button type="button" (click)="ask$.next()">List the planets</button>
    <table>
      <caption>
        {{
          caption()
        }}
      </caption>
      <thead>
        <tr>
          <th scope="col">Planet</th>
          <th scope="col">Moons</th>
        </tr>
      </thead>
      <tbody>
        @for (row of view().rows; track row.name) {
          <tr>
            <th scope="row">{{ row.name }}</th>
            <td>{{ row.moons }}</td>
          </tr>
        }
      </tbody>
    </table>
  `,
})
export class Table {
  readonly #client = injectAnthropic();
  protected readonly ask$ = new Subject<void>();

  readonly #rows$ = this.#client.messages
    .stream({
      model,
      max_tokens: 1024,
      messages: [{ role: 'user', content: 'List the planets with their moons.' }],
      output_config: { format: outputFormat(Planets) },
    })
    .pipe(
      outputElements(Planet, { key: 'planets' }),
      scan((rows: readonly Planet[], row) => [...rows, row], []),
      map((rows): View => ({ rows, note: 'Writing…' })),
    );

  protected readonly view = toSignal(
    this.ask$.pipe(
      switchMap(() =>
        concat(this.#rows$).pipe(
          startWith({ rows: [], note: 'Asking…' }),
          endWith(undefined),
          catchError((error: unknown) => of({ rows: [], note: String(error) })),
        ),
      ),
      scan((before: View, next): View => next ?? { ...before, note: 'Complete' }, nothing),
    ),
    { initialValue: nothing },
  );
  protected readonly caption = computed(() => this.view().note);
}
