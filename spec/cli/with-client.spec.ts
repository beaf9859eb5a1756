import { expect, it } from '@jest/globals';
import { lastValueFrom, of } from 'rxjs';
import { withClient } from '../../lib/cli/with-client.ts';
import { startReplayServer } from '../../lib/testing/index.ts';

it('withClient reports a server that does not start, and only there', async () => {
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', note);
  const taken = await startReplayServer();
  const options = { port: Number(new URL(taken.url).port), forced: true };
  await expect(lastValueFrom(withClient(options, () => of('used')))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await taken.close();
  process.off('unhandledRejection', note);
  expect(rejections).toEqual([]);
});
