/** The parts of a Content-Range header. A header without a range has only the total. */
export interface ContentRange {
  readonly startBytes: number | undefined;
  /** Inclusive. */
  readonly endBytes: number | undefined;
  readonly totalBytes: number | undefined;
}

export function readContentRange(header: string | null): ContentRange | undefined {
  const match = /^\s*bytes\s+(?:(\d{1,15})-(\d{1,15})|\*)\/(?:(\d{1,15})|\*)\s*$/i.exec(header ?? '');
  if (!match) {
    return undefined;
  }
  const number = (digits: string | undefined): number | undefined =>
    digits === undefined ? undefined : Number(digits);
  return { startBytes: number(match[1]), endBytes: number(match[2]), totalBytes: number(match[3]) };
}
