import * as vscode from 'vscode';
import { type Account, isAccountKind } from '../../core/account';
import { parseBaseUrl } from '../../core/api/baseUrl';
import { cleanName, defaultName } from './accountNames';

/** The account that environment variables describe. */
export class EnvironmentAccount {
  private readonly reported = new Set<string>();

  constructor(
    private readonly environment: NodeJS.ProcessEnv,
    /** Called once for each problem. */
    private readonly onProblem: (sentence: string) => void,
  ) {}

  get token(): string | undefined {
    return this.environment['IMPACT_AUTH_TOKEN'];
  }

  /**
   * The account's own server, under the same rule as the setting's. Undefined if the variable is missing or invalid.
   */
  get baseUrl(): string | undefined {
    const text = this.environment['IMPACT_API_BASE_URL'];
    if (!text) {
      return undefined;
    }
    const parsed = parseBaseUrl(text);
    if ('baseUrl' in parsed) {
      return parsed.baseUrl;
    }
    this.reportOnce(
      vscode.l10n.t(
        'IMPACT_API_BASE_URL must be an https address, or an http address on this machine. The setting impactJobs.apiBaseUrl is used instead.',
      ),
    );
    return undefined;
  }

  /** The account, or nothing if the variables are missing or invalid. `configuredUrl` is the server of the settings. */
  read(configuredUrl: string): readonly Account[] {
    const { IMPACT_ACCOUNT_SID: sid, IMPACT_ACCOUNT_KIND: kind = 'agency' } = this.environment;
    if (!sid || !this.token) {
      return [];
    }
    if (!isAccountKind(kind)) {
      this.reportOnce(
        vscode.l10n.t(
          'IMPACT_ACCOUNT_KIND can\'t be "{0}". Use agency, brand, or partner. The account from the environment variables is ignored.',
          kind,
        ),
      );
      return [];
    }
    const name = cleanName(this.environment['IMPACT_ACCOUNT_NAME'] ?? '') || defaultName(kind, sid);
    const id = `environment:${kind}:${sid}`;
    return [{ id, kind, sid, name, source: 'environment', baseUrl: this.baseUrl ?? configuredUrl }];
  }

  private reportOnce(sentence: string): void {
    if (!this.reported.has(sentence)) {
      this.reported.add(sentence);
      this.onProblem(sentence);
    }
  }
}
