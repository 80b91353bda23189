/** The value of a text of JSON, such as a stored file. Undefined for any other text, and without one. */
export function parsed(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
