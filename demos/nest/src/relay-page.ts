import { pageHead } from './page-head.ts';

/**
 * A page without a build. Its address has the id of the reply. After a reload, and in a second tab of the same address, an
 * `EventSource` continues the reply, through whichever process the balancer chooses.
 */
export const relayPage = `${pageHead('A reply that survives a reload')}
  <body>
    <h1>A reply that survives a reload</h1>
    <p>Reload this page in the middle of a reply, or open its address in a second tab. Either can stop the reply.</p>
    <form>
      <input name="prompt" aria-label="Prompt" value="Tell me a long story" required />
      <button>Send</button>
      <button type="button" id="stop" disabled>Stop</button>
    </form>
    <p role="status"></p>
    <output></output>
    <script type="module">
      const form = document.querySelector('form');
      const output = document.querySelector('output');
      const status = document.querySelector('[role=status]');
      const stop = document.querySelector('#stop');
      let events;
      function follow() {
        const id = location.hash.slice(1);
        events?.close();
        output.textContent = '';
        if (!id) return;
        stop.disabled = false;
        events = new EventSource('/api/replies/' + id);
        events.addEventListener('content_block_delta', ({ data }) => output.append(JSON.parse(data).delta.text ?? ''));
        events.addEventListener('relay_end', ({ data }) => show(JSON.parse(data).end));
        events.addEventListener('open', () => (status.textContent = 'connected'));
        // Without data the connection broke: an EventSource connects again, unless the reply is unknown.
        events.addEventListener('error', () => {
          if (events.readyState === EventSource.CLOSED) show('unknown');
          else status.textContent = 'connecting again';
        });
      }
      function show(end) {
        events.close();
        stop.disabled = true;
        status.textContent = end;
      }
      form.addEventListener('submit', async (submit) => {
        submit.preventDefault();
        const id = crypto.randomUUID();
        const content = new FormData(form).get('prompt');
        const params = { model: 'claude-sonnet-5', max_tokens: 1024, messages: [{ role: 'user', content }], stream: true };
        const headers = { 'content-type': 'application/json', 'idempotency-key': id };
        const response = await fetch('/api/replies', { method: 'POST', headers, body: JSON.stringify(params) });
        await response.body.cancel();
        if (response.ok) location.hash = id;
        else status.textContent = 'The server answered ' + response.status + '.';
      });
      stop.addEventListener('click', () => fetch('/api/replies/' + location.hash.slice(1) + '/stop', { method: 'POST' }));
      addEventListener('hashchange', follow);
      follow();
    </script>
  </body>
</html>
`;
