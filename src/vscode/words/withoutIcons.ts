/**
 * A text for a list to pick from or for the status bar, of which a part was named by a server, a file or a person. That
 * is data: VS Code draws an icon for `$(name)` there.
 */
export function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}
