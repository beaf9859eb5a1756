import { bootstrapApplication } from '@angular/platform-browser';
import { ChatPage } from './docs/chat-page';
import { appConfig } from './docs/app-config';

bootstrapApplication(ChatPage, appConfig).catch((error: unknown) => console.error(error));
