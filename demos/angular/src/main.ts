import { provideBrowserGlobalErrorListeners, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideAnthropic } from 'anthropic-rxjs/angular';
import { App } from './app/app.ts';

bootstrapApplication(App, {
  providers: [
    provideZonelessChangeDetection(),
    provideBrowserGlobalErrorListeners(),
    // The proxy of this page's server holds the key.
    provideAnthropic({ baseURL: '/api' }),
  ],
}).catch((error: unknown) => console.error(error));
