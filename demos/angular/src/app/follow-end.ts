import { DOCUMENT } from '@angular/common';
import { DestroyRef, ElementRef, inject, type Signal, signal } from '@angular/core';
import { fromEvent, merge, Observable } from 'rxjs';

/** How far from its end the page still counts as at the end, in pixels. */
const near = 48;

/** Keeps the end of the page in view while the component grows, until the reader scrolls up. */
export function followEnd(): { readonly following: Signal<boolean>; readonly resume: () => void } {
  const document = inject(DOCUMENT);
  const { nativeElement: host } = inject<ElementRef<HTMLElement>>(ElementRef);
  const page = document.documentElement;
  const following = signal(true);
  let [top, width] = [0, 0];

  const toEnd = () => page.scrollTo({ top: page.scrollHeight, behavior: 'instant' });
  const scrolled = () => {
    const atEnd = page.scrollTop + page.clientHeight >= page.scrollHeight - near;
    if (atEnd) following.set(true);
    // Growth alone never moves the page up: only the reader does.
    else if (page.scrollTop < top && page.clientWidth === width) following.set(false);
    [top, width] = [page.scrollTop, page.clientWidth];
  };
  const grown$ = new Observable<void>((subscriber) => {
    const observer = new ResizeObserver(() => subscriber.next());
    observer.observe(host);
    return () => observer.disconnect();
  });
  const subscription = merge(fromEvent(document, 'scroll'), grown$).subscribe((event) => {
    // Another page is shown: its scrolling is not this one's.
    if (!host.checkVisibility()) return;
    if (event) scrolled();
    else if (following()) toEnd();
  });
  inject(DestroyRef).onDestroy(() => subscription.unsubscribe());
  return {
    following,
    resume: () => {
      following.set(true);
      toEnd();
    },
  };
}
