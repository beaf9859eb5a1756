/** The reason why a handler rejects a request. The browser gets the message, so it must not describe the server. */
export class RejectedRequest extends Error {
  readonly status: number;
  /** `error.type` in the error bodies of the API. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }

  override get name(): string {
    return 'RejectedRequest';
  }
}

/** A malformed request, with the status that the API uses. Messages are sentences, since clients append advice. */
export function invalidRequest(message: string): RejectedRequest {
  return new RejectedRequest(400, 'invalid_request_error', message);
}

/** A request that is not permitted, with the status that the API uses. */
export function notAllowed(message: string): RejectedRequest {
  return new RejectedRequest(403, 'permission_error', message);
}
