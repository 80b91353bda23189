import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { DEFAULT_BASE_URL, isLoopback, originOf } from '../../core/api/baseUrl';
import { inform } from '../messages';

const NOTICED_KEY = 'impactJobs.serversOfEnvironment';

/**
 * Says once for each host that `IMPACT_API_BASE_URL` sends the environment's token there. Doesn't ask, because whoever
 * sets the variable also sets the token. Leaves out servers on this machine.
 */
export async function noticeServer(
  state: Pick<vscode.Memento, 'get' | 'update'>,
  accounts: readonly Account[],
  tell: (sentence: string) => unknown = inform,
): Promise<void> {
  for (const { source, baseUrl } of accounts) {
    const origin = originOf(baseUrl);
    const noticed = state.get<readonly string[]>(NOTICED_KEY, []);
    const isNews = origin !== '' && origin !== DEFAULT_BASE_URL && !noticed.includes(origin);
    if (source === 'environment' && isNews && !isLoopback(new URL(origin).hostname)) {
      await state.update(NOTICED_KEY, [...noticed, origin]);
      tell(
        vscode.l10n.t(
          '{0} receives the token in IMPACT_AUTH_TOKEN and all requests of its account, because the environment or the settings specify it instead of impact.com.',
          origin,
        ),
      );
    }
  }
}
