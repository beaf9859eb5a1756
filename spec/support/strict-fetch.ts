import { errorBody, fakeFetch, type FakeFetch, type FakeReply, historyIssues } from '../../lib/testing/index.ts';

/** A `fakeFetch` with a reply per request that answers 400 where the API would refuse the conversation. */
export function strictFetch(replies: readonly FakeReply[]): FakeFetch {
  const waiting = [...replies];
  return fakeFetch(({ body }) => {
    const [issue] = body ? historyIssues(body, { unsignedThinking: true }) : [];
    if (issue) return { status: 400, body: errorBody('invalid_request_error', `${issue.path}: ${issue.message}`) };
    return waiting.shift() ?? new Error(`No reply is left: ${replies.length} were given, one per request.`);
  });
}
