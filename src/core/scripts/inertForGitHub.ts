/**
 * GitHub evaluates expressions before YAML or bash sees the text, so names from a server or user must not contain any.
 */
export function inertForGitHub(text: string): string {
  return text.replaceAll('${{', '$ {{');
}
