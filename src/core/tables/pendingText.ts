/** A row or a value is kept in memory as a whole, and no real one is larger. */
export const MAX_ROW_CHARS = 64 * 1024 * 1024;

/**
 * Text that waits until a complete row or value can be read from it. If a read takes nothing, the next one waits until
 * the text has doubled. This way, a row or value in many parts takes linear time, not quadratic.
 */
export class PendingText {
  private parts: string[] = [];
  private chars = 0;
  private wantedChars = 1;

  /** Whether more text waits than a row or a value can have. */
  get isTooLong(): boolean {
    return this.chars > MAX_ROW_CHARS;
  }

  push(text: string): void {
    this.parts.push(text);
    this.chars += text.length;
  }

  /** Returns all waiting text. Undefined while a read isn't worth the time, unless no more text follows. */
  take(isOver: boolean): string | undefined {
    return this.chars > 0 && (isOver || this.isTooLong || this.chars >= this.wantedChars)
      ? this.parts.join('')
      : undefined;
  }

  /** Keeps the part of the taken text that wasn't read. */
  keep(rest: string): void {
    this.wantedChars = rest.length === this.chars ? 2 * rest.length : rest.length + 1;
    this.parts = rest === '' ? [] : [rest];
    this.chars = rest.length;
  }
}
