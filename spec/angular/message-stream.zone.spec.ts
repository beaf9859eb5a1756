import '@angular/compiler';
import 'zone.js';
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  Injector,
  NgZone,
  PLATFORM_ID,
  runInInjectionContext,
} from '@angular/core';
import { expect, it } from '@jest/globals';
import { firstValueFrom, of, switchMap } from 'rxjs';
import { messageStream } from '../../lib/angular/index.ts';
import { messageEvents } from '../../lib/testing/index.ts';

it('messageStream triggers change detection of an application with zone.js when a signal changes', async () => {
  const root = Injector.create({ providers: [] }) as EnvironmentInjector; // the type is wrong: it is one
  const injector = createEnvironmentInjector([{ provide: PLATFORM_ID, useValue: 'browser' }], root);
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
