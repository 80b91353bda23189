import type { AccountKind } from '../account';
import type { Language } from './language';

const KINDS: Readonly<Record<AccountKind, (l10n: Language['l10n']) => string>> = {
  agency: (l10n) => l10n.t('Agency'),
  brand: (l10n) => l10n.t('Brand'),
  partner: (l10n) => l10n.t('Partner'),
};

export function accountKindInWords(kind: AccountKind, { l10n }: Language): string {
  return KINDS[kind](l10n);
}
