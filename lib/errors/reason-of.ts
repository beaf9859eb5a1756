/** The message of a thrown value; a runtime's useful message is often in the cause. Never throws. */
export function reasonOf(error: unknown): string {
  try {
    const thrown = (error ?? {}) as { message?: unknown; cause?: { message?: unknown }; code?: unknown }; // any value
    const texts = [thrown.message, thrown.cause?.message].filter((text) => typeof text === 'string' && text);
    if (texts.length > 0) return texts.join(', ').slice(0, longest);
    const { code } = thrown;
    const told: unknown = typeof code === 'string' ? code : (error ?? '');
    const text = String(told);
    return text === '' || /^\[object .*\]$/.test(text) ? 'no reason was given' : text.slice(0, longest);
  } catch {
    return 'a value that cannot be shown'; // a getter or a toString() that throws
  }
}

/** In characters: a message may quote unreadable input. */
const longest = 500;
