/** The media type of a body in lower case, without parameters: text inside a parameter must not pass for the type. */
export function mediaType(headers: Headers): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}
