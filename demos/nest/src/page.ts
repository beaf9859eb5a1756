import { pageHead } from './page-head.ts';

/** A page without a build: it calls the endpoint and shows the text as it arrives. */
export const page = `${pageHead('NestJS and anthropic-rxjs')}
  <body>
    <h1>One endpoint</h1>
    <form>
      <input name="prompt" aria-label="Prompt" value="Tell me a short story" required />
      <button>Send</button>
      <button type="button" id="stop" disabled>Stop</button>
    </form>
    <output></output>
    <script type="module">
      const form = document.querySelector('form');
      const output = document.querySelector('output');
      const stop = document.querySelector('#stop');
      let events;
      function close() {
        events?.close();
        stop.disabled = true;
      }
      stop.addEventListener('click', close);
      form.addEventListener('submit', (submit) => {
        submit.preventDefault();
        close();
        output.textContent = '';
        stop.disabled = false;
        events = new EventSource('/chat?' + new URLSearchParams(new FormData(form)));
        events.addEventListener('text', ({ data }) => output.append(JSON.parse(data).text));
        events.addEventListener('done', close);
        // With data it is an error event of the server, without data the connection failed. An EventSource that stays open
        // connects again, which is another call of the API.
        events.addEventListener('error', ({ data }) => {
          output.append('\\n[' + (data ? JSON.parse(data).error.message : 'The connection failed.') + ']');
          close();
        });
      });
    </script>
  </body>
</html>
`;
