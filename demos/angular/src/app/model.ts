/** The model that most pages ask. */
export const model = 'claude-sonnet-5';

/** The models that are compared. */
export const models = ['claude-sonnet-5', 'claude-opus-4-8', 'claude-haiku-4-5'] as const;
