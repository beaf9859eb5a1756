/** The callbacks of a connection. */
export interface RedisEvents {
  /** The connection is open, or open again. */
  readonly ready: () => void;
  readonly message: (channel: string, text: string) => void;
}

/** One connection of a client library, as a log uses it. */
export interface RedisConnection {
  readonly isCluster: boolean;
  /** Sends a command. `key` is the key that it is about: in a cluster it names the node. */
  call(key: string, command: readonly [name: string, ...args: string[]]): Promise<unknown>;
  subscribe(channel: string): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  close(): void;
}

/** Opens a connection of its own. */
export type RedisConnector = (events: RedisEvents) => RedisConnection;
