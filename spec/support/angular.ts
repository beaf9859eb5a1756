import '@angular/compiler';
import { createEnvironmentInjector, type EnvironmentInjector, Injector } from '@angular/core';
import { afterEach, beforeEach, jest } from '@jest/globals';

/** An injector with these providers only. */
export const createInjector = (providers: Parameters<typeof createEnvironmentInjector>[0] = []) =>
  createEnvironmentInjector(providers, Injector.create({ providers: [] }) as EnvironmentInjector); // the type is wrong: it is one

/** Replaces timers and frames in each test of a file. Returns the function that draws a frame. */
export function fakeFrames(): () => void {
  let frames: (() => void)[] = [];
  const scope = globalThis as Record<string, unknown>;
  beforeEach(() => {
    frames = [];
    scope['requestAnimationFrame'] = (draw: () => void) => frames.push(draw);
    scope['cancelAnimationFrame'] = (id: number) => frames.splice(id - 1, 1, () => undefined);
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
    delete scope['requestAnimationFrame'];
    delete scope['cancelAnimationFrame'];
  });
  return () => frames.splice(0).forEach((draw) => draw());
}
