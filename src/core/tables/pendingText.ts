/** A row or a value is held as a whole; none that anybody means is larger. */
const MAX_CHARS = 64 * 1024 * 1024;

/**
 * Text that waits until something whole can be read from it. When a read takes nothing, the next one waits until the text
 * has doubled: so a row or a value that comes in many parts costs time in proportion to its length, not to its square.
 */
export class PendingText {
  private parts: string[] = [];
  private chars = 0;
  private wantedChars = 1;

  /** More waits than a row or a value may hold. */
  get isTooLong(): boolean {
    return this.chars > MAX_CHARS;
  }

  push(text: string): void {
    this.parts.push(text);
    this.chars += text.length;
  }

  /** All that waits; undefined while reading it would not be worth the time, unless no more comes. */
  take(isOver: boolean): string | undefined {
    return this.chars > 0 && (isOver || this.isTooLong || this.chars >= this.wantedChars)
      ? this.parts.join('')
      : undefined;
  }

  /** `rest` is what was left of the text that was taken. */
  keep(rest: string): void {
    this.wantedChars = rest.length === this.chars ? 2 * rest.length : rest.length + 1;
    this.parts = rest === '' ? [] : [rest];
    this.chars = rest.length;
  }
}
