import * as vscode from 'vscode';
import { ACCOUNT_KINDS, type Account, type AccountKind } from '../../../core/account';
import { cleanCredential, EXAMPLE_SID, isAccountSid, isTypicalSid } from '../../../core/accounts/accountSid';
import { checkAccount, type CheckOutcome } from '../../../core/accounts/checkAccount';
import { DEFAULT_BASE_URL } from '../../../core/api/baseUrl';
import type { Clock } from '../../../core/clock';
import { readCredentialLink } from '../../../core/links/credentialLink';
import type { JobStore } from '../../../core/jobs/jobStore';
import type { Accounts } from '../accounts';
import { cleanName, defaultName, judgeName } from '../accountNames';
import type { Settings } from '../../settings';
import type { Watchers } from '../../watching/watchers';
import { kindInWords } from '../accountWords';
import { checkWords, remedyInWords, type Remedy } from './checkWords';
import {
  inputStep,
  pickStep,
  remedyStep,
  type Refusal,
  type StepAnswer,
  type StepButton,
  type StepHead,
  workStep,
} from './quickSteps';

/** Where users sign in to impact.com. The next page depends on the kind of account. */
const IMPACT_URL = 'https://app.impact.com/';

export interface SignInParts {
  readonly accounts: Accounts;
  readonly watchers: Watchers;
  readonly settings: Settings;
  readonly store: JobStore;
  readonly clock: Clock;
}

type QuestionStep = 'kind' | 'sid' | 'token' | 'name';
type Step = QuestionStep | 'check';

interface Draft {
  kind: AccountKind;
  sid: string;
  token: string;
  name: string;
}

/**
 * Asks for an account in steps with a Back button, and checks it. A link of impact.com in the clipboard fills them in.
 * Stores nothing unless the server accepts the account or the user insists.
 */
export async function signIn(parts: SignInParts): Promise<Account | undefined> {
  const link = readCredentialLink(await vscode.env.clipboard.readText(), parts.accounts.configuredUrl);
  const { kind = 'agency', sid = '', token = '' } = link ?? {};
  return new SignIn(parts, ['kind', 'sid', 'token', 'name', 'check'], { kind, sid, token, name: '' }, undefined).run();
}

/** Replaces the token of an existing account: asks for the token, and checks it. */
export function replaceToken(parts: SignInParts, account: Account): Promise<Account | undefined> {
  const { kind, sid, name } = account;
  return new SignIn(parts, ['token', 'check'], { kind, sid, name, token: '' }, account).run();
}

class SignIn {
  /** The server that gets the token. Stays the one that the dialog names, even if the setting changes meanwhile. */
  private readonly baseUrl: string;

  /** What the last check refused, and why. The step that corrects it says so until the text is another one. */
  private refused: (Refusal & { readonly step: 'sid' | 'token' }) | undefined;

  constructor(
    private readonly parts: SignInParts,
    private readonly steps: readonly Step[],
    private readonly draft: Draft,
    private readonly replaced: Account | undefined,
  ) {
    this.baseUrl = parts.accounts.configuredUrl;
  }

  /** Runs the steps. Resolves to undefined if the user leaves. */
  async run(): Promise<Account | undefined> {
    let index = 0;
    let isCorrection = false; // the steps after the corrected one already have answers
    for (;;) {
      const step = this.steps[index] ?? 'check';
      const answer: StepAnswer<Step | Account | undefined> =
        step === 'check' ? await this.check() : await this.ask(step);
      if (answer.kind === 'left') {
        return undefined;
      }
      if (answer.kind === 'next' && typeof answer.value === 'object') {
        return answer.value;
      }
      if (answer.kind === 'back') {
        index = Math.max(0, index - 1);
        isCorrection = false;
      } else if (typeof answer.value === 'string') {
        index = this.steps.indexOf(answer.value);
        isCorrection = true;
      } else {
        index = isCorrection ? this.steps.indexOf('check') : index + 1;
        isCorrection = false;
      }
    }
  }

  private async ask(step: QuestionStep): Promise<StepAnswer<undefined>> {
    const before = this.defaultName;
    const answer = await this.questions[step]();
    if (answer.kind !== 'next') {
      return answer;
    }
    Object.assign(this.draft, { [step]: answer.value });
    if (this.draft.name === before) {
      this.draft.name = ''; // the user hasn't chosen a name, so the default follows the new answer
    }
    return { kind: 'next', value: undefined };
  }

  private readonly questions: Readonly<Record<QuestionStep, () => Promise<StepAnswer<string>>>> = {
    kind: () =>
      pickStep<string>(
        this.head('kind'),
        this.draft.sid !== '' && this.draft.name === ''
          ? vscode.l10n.t('The link in your clipboard fills in the next steps. What kind of account is it?')
          : vscode.l10n.t('What kind of account is it?'),
        kindItems(),
        this.draft.kind,
      ),
    sid: () =>
      inputStep(this.head('sid'), {
        prompt: vscode.l10n.t('Account SID, from Settings > Technical > API in impact.com'),
        value: this.draft.sid,
        placeHolder: vscode.l10n.t('{0}, or a link with SID and token', EXAMPLE_SID),
        clean: cleanCredential,
        judge: (sid) => this.judgeSid(sid),
        refusal: this.refusalOf('sid'),
        replace: (text) => this.takeLink(text),
        buttons: [whereTokensAre()],
      }),
    token: () =>
      inputStep(this.head('token'), {
        prompt:
          vscode.l10n.t(
            "Auth Token for {0}. It's stored only in VS Code secret storage.",
            this.replaced?.name ?? this.draft.sid,
          ) + (this.baseUrl === DEFAULT_BASE_URL ? '' : ` ${vscode.l10n.t("It's sent to {0}.", this.baseUrl)}`),
        value: this.draft.token,
        placeHolder: vscode.l10n.t('Paste the token'),
        isPassword: true,
        clean: cleanCredential,
        judge: () => undefined,
        refusal: this.refusalOf('token'),
        buttons: [whereTokensAre()],
      }),
    name: () =>
      inputStep(this.head('name'), {
        prompt: vscode.l10n.t('Your name for this account'),
        value: this.draft.name || this.defaultName,
        clean: cleanName,
        judge: (name) => judgeName(name, this.parts.accounts.all),
      }),
  };

  private async check(): Promise<StepAnswer<Step | Account>> {
    const { kind, sid, token } = this.draft;
    this.draft.name ||= this.defaultName;
    const { clock, settings } = this.parts;
    const head: StepHead = { title: this.title, canGoBack: true };
    const outcome = await workStep(head, vscode.l10n.t("Checking the account's jobs at impact.com…"), (signal) =>
      checkAccount({
        kind,
        sid,
        token,
        others: this.replaced === undefined ? ACCOUNT_KINDS : [],
        isKnownSid: this.isKnownSid,
        hasProxy: settings.hasProxy,
        ask: (asked) => this.listJobs(asked, signal),
      }),
    );
    if (outcome.kind !== 'next') {
      return outcome;
    }
    if (outcome.value.kind === 'accepted') {
      return { kind: 'next', value: await this.save() };
    }
    const failure = outcome.value;
    const { headline, detail, remedies } = checkWords(failure, clock.now());
    const saving = vscode.l10n.t("Saves the account as it is. The view shows the problem until it's fixed.");
    const items = remedies
      .filter((remedy) => remedy !== 'sid' || this.replaced === undefined)
      .map((remedy, index) => {
        const firstDetail = index === 0 ? detail : '';
        return {
          label: remedyInWords(remedy, failure),
          detail: remedy === 'save' ? saving : firstDetail,
          value: remedy,
        };
      });
    const picked = await remedyStep<Remedy>(head, headline, items);
    return picked.kind === 'next' ? this.apply(picked.value, failure) : picked;
  }

  private async apply(
    remedy: Remedy,
    failure: Exclude<CheckOutcome, { kind: 'accepted' }>,
  ): Promise<StepAnswer<Step | Account>> {
    switch (remedy) {
      case 'save': {
        const account = await this.save();
        await this.parts.accounts.note(account, { isPrompted: true }); // the user already knows about the problem
        return { kind: 'next', value: account };
      }
      case 'otherKind': {
        const before = this.defaultName;
        this.draft.kind = failure.kind === 'otherKind' ? failure.accountKind : this.draft.kind;
        this.draft.name = this.draft.name === before ? this.defaultName : this.draft.name;
        return { kind: 'next', value: 'check' };
      }
      case 'again':
        return { kind: 'next', value: 'check' };
      case 'sid':
      case 'token': {
        const { headline, detail } = checkWords(failure, this.parts.clock.now());
        const sentence = [headline, detail].filter((part) => part !== '').join(' ');
        this.refused = { step: remedy, text: this.draft[remedy], sentence };
        return { kind: 'next', value: remedy };
      }
    }
  }

  private async save(): Promise<Account> {
    const { accounts } = this.parts;
    if (this.replaced === undefined) {
      return accounts.add(this.draft, this.baseUrl);
    }
    await accounts.replaceToken({ ...this.replaced, baseUrl: this.baseUrl }, this.draft.token);
    return this.replaced;
  }

  private async listJobs(kind: AccountKind, signal: AbortSignal): Promise<unknown> {
    const { accounts, watchers, clock } = this.parts;
    const { sid, name, token } = this.draft;
    const client = await watchers.clientFor(accounts.draft({ kind, sid, name }, this.baseUrl), () =>
      Promise.resolve(token),
    );
    return client.listJobs(clock.now(), signal);
  }

  private refusalOf(step: 'sid' | 'token'): Refusal | undefined {
    return this.refused?.step === step ? this.refused : undefined;
  }

  /** Takes kind and token from a pasted link, and returns its SID, so that the token isn't shown. */
  private takeLink(text: string): string | undefined {
    const { sid, token = '', kind = this.draft.kind } = readCredentialLink(text, this.baseUrl) ?? {};
    if (sid === undefined || sid === text) {
      return undefined;
    }
    Object.assign(this.draft, { kind, token: token || this.draft.token });
    return sid;
  }

  private judgeSid(sid: string): vscode.InputBoxValidationMessage | undefined {
    if (!isAccountSid(sid)) {
      return {
        message: vscode.l10n.t('An Account SID contains only letters and digits, such as {0}.', EXAMPLE_SID),
        severity: vscode.InputBoxValidationSeverity.Error,
      };
    }
    if (this.parts.accounts.stored.some((known) => known.sid === sid && known.kind === this.draft.kind)) {
      return {
        message: vscode.l10n.t('This account is already signed in. If you continue, its token and name are replaced.'),
        severity: vscode.InputBoxValidationSeverity.Info,
      };
    }
    return isTypicalSid(sid)
      ? undefined
      : {
          message: vscode.l10n.t('Most Account SIDs begin with IR, such as {0}.', EXAMPLE_SID),
          severity: vscode.InputBoxValidationSeverity.Info,
        };
  }

  /** Whether an account with this SID has accepted some token before. */
  private get isKnownSid(): boolean {
    return this.parts.store.snapshot.accounts.some(
      ({ account, sync }) =>
        account.sid === this.draft.sid &&
        (sync.kind === 'current' || (sync.kind === 'failed' && sync.lastGoodAtMs !== undefined)),
    );
  }

  private get defaultName(): string {
    return defaultName(this.draft.kind, this.draft.sid);
  }

  private get title(): string {
    return this.replaced === undefined
      ? vscode.l10n.t('Sign In to impact.com')
      : vscode.l10n.t('Replace Token for {0}', this.replaced.name);
  }

  private head(step: QuestionStep): StepHead {
    const asked = this.steps.filter((known): known is QuestionStep => known !== 'check');
    const isOnly = asked.length === 1;
    return {
      title: this.title,
      step: isOnly ? undefined : asked.indexOf(step) + 1,
      totalSteps: isOnly ? undefined : asked.length,
      canGoBack: asked.indexOf(step) > 0,
    };
  }
}

function kindItems(): { label: string; detail: string; value: AccountKind }[] {
  const details: Readonly<Record<AccountKind, string>> = {
    agency: vscode.l10n.t('You manage programs for several brands'),
    brand: vscode.l10n.t('You run your own program'),
    partner: vscode.l10n.t("You promote other companies' programs"),
  };
  return ACCOUNT_KINDS.map((kind) => ({ label: kindInWords(kind), detail: details[kind], value: kind }));
}

function whereTokensAre(): StepButton {
  return {
    iconPath: new vscode.ThemeIcon('link-external'),
    tooltip: vscode.l10n.t('Open impact.com to create a token under Settings > Technical > API'),
    press: () => vscode.env.openExternal(vscode.Uri.parse(IMPACT_URL)),
  };
}
