/**
 * The names of files in a folder that belong to somebody. A result with the same bytes as an existing file normally
 * becomes no second file, but two exports with equal bytes each have their own.
 */
export interface FileNames {
  /** Called as soon as a file has this name. */
  take(name: string): void;
  isTaken(name: string): boolean;
}
