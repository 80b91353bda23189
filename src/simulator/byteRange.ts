export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

/**
 * Reads a Range header for a file of `lengthBytes`. `end` is excluded. Several ranges, or other units, return the whole
 * file, as in S3.
 */
export function readRange(header: string | undefined, lengthBytes: number): RangeAnswer {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) {
    return { kind: 'whole' };
  }
  const start = first === '' ? Math.max(0, lengthBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? lengthBytes : Math.min(lengthBytes, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) {
    return { kind: 'whole' };
  }
  return start >= lengthBytes || start >= end ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}
