/** The beginning of a page: its title and style, up to the body. */
export const pageHead = (title: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>
    <style>
      :root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif; }
      body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
      form { display: flex; gap: 0.5rem; }
      input { flex: 1; min-width: 0; }
      input, button { font: inherit; padding: 0.4rem 0.7rem; }
      output { display: block; margin-top: 1.5rem; white-space: pre-wrap; }
    </style>
  </head>`;
