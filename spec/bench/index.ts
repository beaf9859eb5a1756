import { abortLatency } from './abort.ts';
import { concurrentStreams } from './concurrent.ts';
import { firstEvent } from './first-event.ts';
import { moduleLoad } from './load.ts';
import { coldStart } from './start.ts';
import { markdown } from './markdown.ts';
import { partialJson } from './partial-json.ts';
import { otherPeers } from './peers.ts';
import { relayOfReplies } from './relay.ts';
import { thousandsOfStreams } from './scale.ts';
import { bundleSizes } from './size.ts';
import { smoothTextOfOnePiece } from './smooth-text.ts';
import { slowConsumer } from './slow-consumer.ts';
import { growth, otherKinds, shapes, streamsOf } from './streams.ts';
import { telemetryOfText } from './telemetry.ts';
import { wideValues } from './wide-values.ts';
import { keep, print, writePage } from './support/report.ts';
import type { Section } from './support/section.ts';

const kebab = (name: string) => name.replaceAll(' ', '-');

const benches: Readonly<Record<string, () => Promise<Section>>> = {
  text: () => streamsOf('text'),
  ...Object.fromEntries(otherKinds.map((kind) => [kebab(kind), () => streamsOf(kind)])),
  peers: otherPeers,
  shapes,
  growth,
  'partial-json': partialJson,
  'wide-values': wideValues,
  markdown,
  'smooth-text': smoothTextOfOnePiece,
  'slow-consumer': slowConsumer,
  'first-event': firstEvent,
  abort: abortLatency,
  concurrent: concurrentStreams,
  scale: thousandsOfStreams,
  relay: relayOfReplies,
  telemetry: telemetryOfText,
  load: moduleLoad,
  start: coldStart,
  size: bundleSizes,
};

const intro = `# Performance

\`npm run bench\` writes this page; \`npm run bench -- text\` updates one section. All contestants run in one process, in turn,
round by round. Times are medians with the middle half of the rounds; ratios are medians of the ratios within a round. The
floor is a bare parser: it reads the body and calls \`eventsource-parser\` and \`JSON.parse\`. Absolute times belong to the
machine named below each section; compare the ratios instead.`;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`Unknown benchmark: ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(benches)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const section = await run();
    print(section);
    keep(name, section);
    writePage(Object.keys(benches), intro);
  }
}
