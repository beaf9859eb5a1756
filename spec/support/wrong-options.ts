const milliseconds = 'pass a number of milliseconds, 0 or more';
const count = 'pass a whole number of 0 or more';

/** Options that are wrong for a client and for a call: their path, and the message. */
export const wrongOptions: [options: object, path: string, message: string][] = [
  [{ timeout: -1 }, 'timeout', `is -1; ${milliseconds}`],
  [{ timeout: '5' }, 'timeout', `is a string; ${milliseconds}`],
  [{ timeout: NaN }, 'timeout', `is NaN; ${milliseconds}`],
  [{ maxRetries: '2' }, 'maxRetries', `is a string; ${count}`],
  [{ maxRetries: 0.5 }, 'maxRetries', `is 0.5; ${count}`],
  [{ maxRetryDelay: null }, 'maxRetryDelay', `is null; ${milliseconds}`],
  [{ maxEventBytes: 0 }, 'maxEventBytes', 'is 0; pass a whole number of 1 or more'],
  [{ when: 500 }, 'when', 'is 500; pass a function'],
  [{ delay: -1 }, 'delay', 'is -1; pass a number of milliseconds, 0 or more, or a function that returns one'],
  [{ retryPolicy: () => null }, 'retryPolicy', 'is not an option; use when and delay'],
  [{ fetch: 1 }, 'fetch', 'is 1; pass a function such as the global fetch'],
  [{ deadlines: 5 }, 'deadlines', 'is 5; pass an object such as { silence: 30_000 }'],
  [{ deadlines: { silence: -1 } }, 'deadlines.silence', `is -1; ${milliseconds}`],
  [
    { deadlines: { first: 1 } },
    'deadlines.first',
    'is not an option; the options are firstContent, silence, contentGap, total',
  ],
  [{ deadlines: { Silence: 1 } }, 'deadlines.Silence', 'is not an option; did you mean silence?'],
];
