/** The published example; every SID that impact.com shows looks like it. */
export const EXAMPLE_SID = 'IRq8mWJybvoQ1020978kbj7am8zzM2dBL1';

/** Spaces, line breaks, control and format characters: what comes along when a text is copied from a page or a mail. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]+/gu;
const QUOTES = /^["'`“”‘’«»]+|["'`“”‘’«»]+$/gu;
const SID = /^[A-Za-z0-9]{8,64}$/;
const TYPICAL_SID = /^IR[A-Za-z0-9]{20,}$/;

/** A pasted SID or token without what cannot be part of it: white space, invisible characters and quotes around it. */
export function cleanCredential(text: string): string {
  return text.replace(UNSEEN, '').replace(QUOTES, '');
}

/** Whether the text can be an SID at all. */
export function isAccountSid(text: string): boolean {
  return SID.test(text);
}

/** Whether the text looks like the SIDs that impact.com shows. Others are tried as well. */
export function isTypicalSid(text: string): boolean {
  return TYPICAL_SID.test(text);
}
