/**
 * A text for a list or the status bar that contains a name from a server, a file, or a person. Without this, VS Code
 * would draw an icon for `$(name)` there.
 */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
