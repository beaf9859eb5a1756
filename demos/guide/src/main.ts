import { bootstrapApplication } from '@angular/platform-browser';
import { ChatPage } from './docs/chat-page.ts';
import { appConfig } from './docs/app-config.ts';

bootstrapApplication(ChatPage, appConfig).catch((error: unknown) => console.error(error));
