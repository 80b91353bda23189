/** Pieces are joined when there are so many, because each takes more memory than its characters. */
const MAX_PIECES = 4096;

/** A text that grows by small pieces. */
export class TextPieces {
  private readonly joined: string[] = [];
  private pieces: string[] = [];

  constructor(private readonly separator: string) {}

  add(piece: string): this {
    this.pieces.push(piece);
    if (this.pieces.length >= MAX_PIECES) {
      this.joined.push(this.pieces.join(this.separator));
      this.pieces = [];
    }
    return this;
  }

  text(): string {
    return [...this.joined, ...this.pieces].join(this.separator);
  }
}
