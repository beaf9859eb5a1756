/** The global names of a page, and its events. */
export class FakePage {
  readonly #window = new EventTarget();
  readonly #document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  readonly #globals = {
    document: this.#document,
    addEventListener: this.#window.addEventListener.bind(this.#window),
    removeEventListener: this.#window.removeEventListener.bind(this.#window),
  };

  constructor() {
    Object.assign(globalThis, this.#globals);
  }

  comesOnline(): void {
    this.#window.dispatchEvent(new Event('online'));
  }

  shows(persisted: boolean): void {
    this.#window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted }));
  }

  becomes(visibilityState: 'visible' | 'hidden'): void {
    this.#document.visibilityState = visibilityState;
    this.#document.dispatchEvent(new Event('visibilitychange'));
  }

  remove(): void {
    for (const name of Object.keys(this.#globals)) Reflect.deleteProperty(globalThis, name);
  }
}
