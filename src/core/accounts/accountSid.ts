/** The published example. All SIDs that impact.com shows look like it. */
export const EXAMPLE_SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';

/**
 * Spaces, line breaks, and control and format characters, which can be copied along with a text from a page or an
 * email.
 */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]+/gu;
const QUOTES = /^["'`“”‘’«»]+|["'`“”‘’«»]+$/gu;
const SID = /^[A-Za-z0-9]{8,64}$/;
const TYPICAL_SID = /^IR[A-Za-z0-9]{20,}$/;

/** Removes what can't be part of a pasted SID or token: white space, invisible characters, and quotes around it. */
export function cleanCredential(text: string): string {
  return text.replace(UNSEEN, '').replace(QUOTES, '');
}

/** Whether the text can be an SID at all. */
export function isAccountSid(text: string): boolean {
  return SID.test(text);
}

/** Whether the text looks like the SIDs that impact.com shows. Others are tried, too. */
export function isTypicalSid(text: string): boolean {
  return TYPICAL_SID.test(text);
}
