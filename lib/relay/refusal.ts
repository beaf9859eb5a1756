/** A request that is not answered with a reply. Its message is for the browser, so it tells nothing of the server. */
export class Refusal extends Error {
  readonly status: number;
  /** `error.type` of the API's own error bodies. */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }

  override get name(): string {
    return 'Refusal';
  }
}

/** The status that the API gives to what is malformed. */
export function invalidRequest(message: string): Refusal {
  return new Refusal(400, 'invalid_request_error', message);
}

/** The status that the API gives to what may not be asked for. */
export function notAllowed(message: string): Refusal {
  return new Refusal(403, 'permission_error', message);
}
