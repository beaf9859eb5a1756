/** Parts that act only together, by the spec that tests them through the whole. */
export const testedThrough: Readonly<Record<string, readonly string[]>> = {
  // The command's parts print, listen and exit: a spec starts the command.
  'cli/commands': ['main', 'read-options', 'show-reply', 'start-proxy', 'start-replay', 'stream-reply'],
  'relay/allow-policy': ['request-rules', 'server-tool-rules'],
  'relay/authorize': ['admit'],
  'relay/proxy-handler': ['event-stream-response', 'forward', 'proxy-options', 'read-allowed-params'],
  'relay/relay': [
    'check-relay-arguments',
    'create-relay',
    'idle-replies',
    'lease',
    'opener',
    'producer',
    'producers',
    'reader',
    'relay-process',
    'status-at',
    'sweeper',
    'tail',
  ],
  'relay/relay-handler': ['reply-response'],
  'relay/relayed-stream': ['follow-url', 'relayed', 'relayed-stream-options'],
};
