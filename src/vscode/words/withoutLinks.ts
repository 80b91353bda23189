/**
 * A message for `showInformationMessage` and its like that holds what a server, a file or a link said. That is data: VS
 * Code makes links of `[text](address)` in a message, even such that run commands.
 */
export function withoutLinks(message: string): string {
  return message.replaceAll('](', '] (');
}
