/** A link that opens a job in the editor. */
export interface JobLink {
  readonly jobId: string;
  readonly accountSid: string | undefined;
}

/** What ids and SIDs are made of; a link comes from anywhere. */
const WORD = /^[\w.~-]{1,256}$/;
const PATH = /^\/job\/([^/]+)\/?$/;

/** The path and query of a link, without a scheme and an authority: `/job/<id>?account=<sid>`. */
export function jobLinkPath({ jobId, accountSid }: JobLink): { readonly path: string; readonly query: string } {
  return {
    path: `/job/${encodeURIComponent(jobId)}`,
    query: accountSid === undefined ? '' : new URLSearchParams({ account: accountSid }).toString(),
  };
}

/** The job that a link names, or undefined where it is none of ours. Pure text: nothing of it is followed or run. */
export function readJobLink({ path, query }: { readonly path: string; readonly query: string }): JobLink | undefined {
  const jobId = PATH.exec(path)?.[1];
  const accountSid = new URLSearchParams(query).get('account') ?? undefined;
  const isOurs = jobId !== undefined && isWord(jobId) && (accountSid === undefined || isWord(accountSid));
  return isOurs ? { jobId, accountSid } : undefined;
}

function isWord(text: string): boolean {
  return WORD.test(text) && !/^\.+$/.test(text);
}
