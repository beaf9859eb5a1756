import { APIError } from './api-error.ts';

/** 402 `billing_error`: the organization cannot be billed. */
export class PaymentRequiredError extends APIError {
  override get name(): string {
    return 'PaymentRequiredError';
  }
}
