/**
 * Fills the gaps of a text such as `{0} of {1}`. The extension sends whole sentences, so that translations can reorder
 * them.
 */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (gap, index: string) => String(values[Number(index)] ?? gap));
}
