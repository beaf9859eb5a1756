import type { RedisConnector } from './redis-connection.ts';

/** What a log needs of a client of `@redis/client` or `redis`, for one server or a cluster. */
export interface NodeRedisClient {
  duplicate(): NodeRedisClient;
  connect(): Promise<unknown>;
  on(event: string, listener: () => void): unknown;
  // One server takes (args, options), a cluster (key, isReadonly, args, options).
  sendCommand(...args: never[]): Promise<unknown>;
  // Their listeners are generic: by default they receive text.
  subscribe(...args: never[]): Promise<unknown>;
  unsubscribe(...args: never[]): Promise<unknown>;
  destroy(): void;
}

type Listener = (message: string) => void;

/** The client's own timer for each command costs more than the command; the log has its own deadline. */
const options = { timeout: 0 };

export function fromNodeRedis(client: NodeRedisClient): RedisConnector {
  return ({ ready, message }) => {
    const own = client.duplicate();
    // A failure shows in the commands, which fail or miss their deadline.
    own.on('error', () => undefined);
    own.on('ready', ready);
    own.on('node-ready', ready);
    let isConnected = false;
    let isClosed = false;
    let connected = Promise.resolve<unknown>(undefined);
    const connect = () => {
      connected = own.connect().then(() => (isConnected = true));
      return connected;
    };
    connect().catch(() => undefined);
    /** Before it is open, a client of one server queues commands; a client of a cluster refuses them immediately. */
    const whenConnected = async <T>(work: () => Promise<T>): Promise<T> => {
      await connected.catch((error: unknown) => {
        if (isClosed) throw error;
        return connect();
      });
      return work();
    };
    const destroy = () => {
      try {
        own.destroy();
      } catch {
        // Some versions refuse it for a client that is not open.
      }
    };
    // See the interface.
    const send = own.sendCommand.bind(own) as (...args: unknown[]) => Promise<unknown>;
    const subscribe = own.subscribe.bind(own) as (channel: string, listener: Listener) => Promise<unknown>;
    const unsubscribe = own.unsubscribe.bind(own) as (channel: string, listener: Listener) => Promise<unknown>;
    const isCluster = 'masters' in own;
    const listeners = new Map<string, Listener>();
    return {
      isCluster,
      call: (key, command) => {
        const work = () => (isCluster ? send(key, false, command, options) : send(command, options));
        return isConnected ? work() : whenConnected(work);
      },
      subscribe: (channel) => {
        // Each subscription needs its own listener: otherwise unsubscribing silences the client.
        const listener: Listener = (text) => message(channel, text);
        listeners.set(channel, listener);
        return whenConnected(() => subscribe(channel, listener));
      },
      unsubscribe: async (channel) => {
        const listener = listeners.get(channel);
        listeners.delete(channel);
        if (listener) await unsubscribe(channel, listener);
      },
      close: () => {
        isClosed = true;
        destroy();
        // A client forgets a socket that is just opening, and a cluster its nodes.
        if (!isConnected) connected.then(destroy, () => undefined);
      },
    };
  };
}
