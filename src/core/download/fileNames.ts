/**
 * The owners of file names in a folder. Normally, a result with the same bytes as an existing file creates no second
 * file, but two exports with equal bytes each have their own.
 */
export interface FileNames {
  /** Called as soon as a file has this name. */
  take(name: string): void;
  isTaken(name: string): boolean;
}
