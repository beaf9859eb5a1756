import { ChangeDetectionStrategy, Component } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { type DeepPartial, errorText, outputTool, partialOutput } from 'anthropic-rxjs';
import { injectAnthropic } from 'anthropic-rxjs/angular';
import {
  animationFrameScheduler,
  auditTime,
  catchError,
  concat,
  map,
  type Observable,
  of,
  scan,
  Subject,
  switchMap,
} from 'rxjs';
import * as z from 'zod/mini';
import { model } from './model.ts';

const Planet = z.object({ name: z.string(), moons: z.number(), kilometres: z.number(), note: z.string() });
const Planets = z.object({ planets: z.array(Planet) });
/** A planet that the model still writes: text grows, numbers are missing until they are complete. */
type Row = DeepPartial<z.infer<typeof Planet>>;

interface View {
  readonly rows: readonly Row[];
  readonly status: string;
  readonly writing: boolean;
  readonly error: string;
}

const idle: View = { rows: [], status: 'Nothing asked yet', writing: false, error: '' };
const asking: View = { ...idle, status: 'Asking…', writing: true };
const complete = { status: 'Complete', writing: false };

@Component({
  selector: 'demo-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>A table that fills row by row</h2>
    <p class="lead">
      <code>partialOutput()</code> reads the input of a tool call while the model writes it: text grows letter by
      letter, numbers appear when they are complete.
    </p>
    <div class="buttons">
      <button type="button" class="primary" (click)="ask$.next()">List the planets</button>
      <span class="status" aria-live="polite" data-testid="status">{{ view().status }}</span>
    </div>
    @if (view().error; as error) {
      <div class="notice problem" role="alert">
        <p>{{ error }}</p>
        <button type="button" (click)="ask$.next()">Try again</button>
      </div>
    }
    <div class="wide" tabindex="0" role="region" aria-label="Planets">
      <table>
        <caption class="visually-hidden">
          Planets of the solar system
        </caption>
        <thead>
          <tr>
            <th scope="col">Planet</th>
            <th scope="col" class="number">Moons</th>
            <th scope="col" class="number">Diameter</th>
            <th scope="col">Known for</th>
          </tr>
        </thead>
        <tbody>
          @for (row of view().rows; track $index; let last = $last) {
            <tr [class.growing]="last && view().writing">
              <th scope="row">{{ row.name }}</th>
              <td class="number">{{ row.moons }}</td>
              <td class="number">
                {{ row.kilometres === undefined ? '' : row.kilometres.toLocaleString('en') + ' km' }}
              </td>
              <td>{{ row.note }}</td>
            </tr>
          } @empty {
            <tr class="empty">
              <td colspan="4">No planets yet</td>
            </tr>
          }
        </tbody>
      </table>
    </div>
  `,
})
export class Table {
  readonly #client = injectAnthropic();
  protected readonly ask$ = new Subject<void>();

  readonly #view$: Observable<Partial<View>> = concat(
    of(asking),
    this.#client.messages
      .stream({
        model,
        max_tokens: 2048,
        messages: [
          { role: 'user', content: 'List the planets with their moons, their diameter and what they are known for.' },
        ],
        ...outputTool(Planets),
      })
      .pipe(
        partialOutput(Planets),
        auditTime(0, animationFrameScheduler),
        map(({ planets: rows = [] }) => ({ rows, status: `Writing row ${rows.length}` })),
      ),
    of(complete),
  ).pipe(catchError((error: unknown) => of({ status: 'Failed', writing: false, error: errorText(error) })));

  protected readonly view = toSignal(
    this.ask$.pipe(
      switchMap(() => this.#view$),
      scan((view: View, change) => ({ ...view, ...change }), idle),
    ),
    { initialValue: idle },
  );
}
