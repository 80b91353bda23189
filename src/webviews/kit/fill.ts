/**
 * `{0} of {1}` with its gaps filled: words come from the extension whole, so that a translation may order them as it
 * must.
 */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (gap, index: string) => String(values[Number(index)] ?? gap));
}
