import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_BASE_URL, isLoopback, originOf } from '../core/api/baseUrl';
import { ensureFolder, hashedName, writeWhole } from '../core/files/wholeFile';
import type { Terminal } from './terminal';

/**
 * Says once for each host, on this machine, that the token and all requests go there. `folder`: where that is
 * remembered. Leaves out servers on this machine.
 */
export function noticeServer(baseUrl: string, folder: string, terminal: Pick<Terminal, 'note'>): void {
  const origin = originOf(baseUrl);
  const marker = path.join(folder, 'servers', hashedName(origin));
  if (origin === DEFAULT_BASE_URL || isLoopback(new URL(origin).hostname) || existsSync(marker)) {
    return;
  }
  terminal.note(
    `${origin} receives the token and all requests, because IMPACT_API_BASE_URL specifies it instead of impact.com.`,
  );
  try {
    ensureFolder(path.dirname(marker));
    writeWhole(marker, '');
  } catch {
    return; // it's said again next time
  }
}
