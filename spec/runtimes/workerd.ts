import { createApp } from './app.ts';

export default {
  fetch: (request: Request, { API }: { readonly API: string }): Promise<Response> => createApp(API)(request),
};
