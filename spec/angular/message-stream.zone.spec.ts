import 'zone.js';
import { NgZone, PLATFORM_ID, runInInjectionContext } from '@angular/core';
import { expect, it } from '@jest/globals';
import { firstValueFrom, of, switchMap } from 'rxjs';
import { messageStream } from '../../lib/angular/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';
import { createInjector } from '../support/angular.ts';

it('messageStream triggers change detection of an application with zone.js when a signal changes', async () => {
  const injector = createInjector([{ provide: PLATFORM_ID, useValue: 'browser' }]);
  const zone = new NgZone({ enableLongStackTrace: false });
  const stream = zone.run(() =>
    runInInjectionContext(injector, () =>
      messageStream((text: string) =>
        of(text).pipe(
          switchMap(() => Promise.resolve(messageEvents(text))),
          switchMap((events) => events),
        ),
      ),
    ),
  );
  const looks: string[] = [];
  zone.onMicrotaskEmpty.subscribe(() => looks.push(`${stream.status()} ${stream.text()}`));
  zone.run(() => stream.send('Hello there'));
  expect(stream.status()).toBe('connecting');
  while (stream.status() !== 'done') await firstValueFrom(zone.onMicrotaskEmpty);
  expect(looks.at(-1)).toBe('done Hello there');
  injector.destroy();
});
