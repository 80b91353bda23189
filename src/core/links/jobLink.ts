/** A link that opens a job in the editor. */
export interface JobLink {
  readonly jobId: string;
  readonly accountSid: string | undefined;
}

/** The characters of IDs and SIDs. Links can come from anywhere. */
const WORD = /^[\w.~-]{1,256}$/;
const PATH = /^\/job\/([^/]+)\/?$/;

/** The path and query of a link, without its scheme and authority: `/job/<id>?account=<sid>`. */
export function jobLinkPath({ jobId, accountSid }: JobLink): { readonly path: string; readonly query: string } {
  return {
    path: `/job/${encodeURIComponent(jobId)}`,
    query: accountSid === undefined ? '' : new URLSearchParams({ account: accountSid }).toString(),
  };
}

/** Reads the job from a link. Undefined if it isn't a valid job link. Nothing in the link is followed or run. */
export function readJobLink({ path, query }: { readonly path: string; readonly query: string }): JobLink | undefined {
  const jobId = PATH.exec(path)?.[1];
  const accountSid = new URLSearchParams(query).get('account') ?? undefined;
  const isOurs = jobId !== undefined && isWord(jobId) && (accountSid === undefined || isWord(accountSid));
  return isOurs ? { jobId, accountSid } : undefined;
}

function isWord(text: string): boolean {
  return WORD.test(text) && !/^\.+$/.test(text);
}
