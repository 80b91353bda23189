import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * Creates a Python script that uses only the standard library. The token comes from the environment and isn't sent
 * along when a download redirects.
 */
export function pythonScript(task: ScriptTask): string {
  const { purpose, sid, jobsUrl, exportUrl, jobId, fileName, protocols, versionHeader } = scriptParts(task);
  return `#!/usr/bin/env python3
# ${purpose}
# Needs Python 3.8 or newer. IMPACT_AUTH_TOKEN holds the Auth Token of the account. Takes the file's name as its argument.
import base64
import json
import os
import re
import secrets
import shutil
import sys
import time
import urllib.error
import urllib.request

ACCOUNT_SID = ${quoteForPython(sid)}
JOBS_URL = ${quoteForPython(jobsUrl)}
EXPORT_URL = ${quoteForPython(exportUrl)}
JOB_ID = ${quoteForPython(jobId)}
FILE = sys.argv[1] if len(sys.argv) > 1 else ${quoteForPython(fileName)}
VERSION = ${quoteForPython(versionHeader)}.split(": ")
SCHEMES = ${quoteForPython(protocols.slice(1))}.split(",")
SHORTEST_WAIT = float(os.environ.get("IMPACT_POLL_SECONDS", "5"))
TOKEN = os.environ.get("IMPACT_AUTH_TOKEN") or sys.exit("Set IMPACT_AUTH_TOKEN to the Auth Token of the account")
CREDENTIALS = "Basic " + base64.b64encode(f"{ACCOUNT_SID}:{TOKEN}".encode()).decode()


def plain(text):
    """What a server says must not steer the terminal."""
    return re.sub(r"[\\x00-\\x1f\\x7f-\\x9f]+", " ", str(text))


class Redirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, asked, answer, code, message, headers, url):
        if url.split(":", 1)[0].lower() not in SCHEMES:
            sys.exit("impact.com redirects to an address that is not safe")
        return super().redirect_request(asked, answer, code, message, headers, url)


OPENER = urllib.request.build_opener(Redirects)


def request(url, accept="application/json"):
    """Opens a URL, again where the server is busy or cannot be reached, after the time that it asks for."""
    for attempt in range(1, 9):
        asked = urllib.request.Request(url, headers={"Accept": accept, VERSION[0]: VERSION[1]})
        asked.add_unredirected_header("Authorization", CREDENTIALS)
        wait = SHORTEST_WAIT * attempt
        try:
            return OPENER.open(asked, timeout=60)
        except urllib.error.HTTPError as error:
            if error.code != 429 and error.code < 500:
                sys.exit(f"impact.com refused (HTTP {error.code}): {plain(error.read(2000).decode(errors='replace'))}")
            reason = f"HTTP {error.code}"
            asked_wait = error.headers.get("Retry-After", "")
            wait = float(asked_wait) if asked_wait.isdigit() else wait
        except (urllib.error.URLError, OSError) as error:
            reason = str(error)
        time.sleep(wait)
    sys.exit(f"impact.com did not answer: {plain(reason)}")


def ask(url):
    with request(url) as answer:
        return json.load(answer)


job_id = JOB_ID
if EXPORT_URL:
    scheduled = ask(EXPORT_URL)
    queued_uri = scheduled.get("QueuedUri") or sys.exit(f"impact.com refused: {plain(scheduled.get('Message'))} {plain(scheduled.get('Errors') or '')}")
    job_id = queued_uri.rstrip("/").rsplit("/", 1)[-1]
    print(f"Scheduled as job {plain(job_id)}", flush=True)

if not re.fullmatch(r"[A-Za-z0-9_-]+", job_id):
    sys.exit(f"This is no job's id: {plain(job_id)}")

# The longer a job runs, the more rarely it is asked for: at most every minute.
started = time.monotonic()
while True:
    job = ask(f"{JOBS_URL}/{job_id}")
    state = str(job.get("Status")).upper()
    elapsed = time.monotonic() - started
    if state in ("COMPLETED", "COMPLETE", "DONE", "SUCCESS", "FINISHED"):
        break
    # impact.com tries a job in ERROR again, for 75 minutes.
    if state in ("CANCELLED", "FAILED") or (state == "ERROR" and elapsed > 4500):
        sys.exit(f"The job is {plain(state)}. {plain(job.get('StatusMessage') or '')}")
    print(f"{plain(state)} {plain(job.get('PercentageComplete') or 0)}%", flush=True)
    time.sleep(max(SHORTEST_WAIT, min(60, elapsed / 10)))

# The file gets its name when it is whole.
with request(f"{JOBS_URL}/{job_id}/Download", "*/*") as answer:
    if answer.status != 200:
        sys.exit(f"The file is not ready (HTTP {answer.status})")
    expected = answer.headers.get("Content-Length")
    part = f"{FILE}.{secrets.token_hex(8)}.part"
    try:
        # Only as a new file: what has the name already could be a link to another file.
        with open(part, "xb") as file:
            shutil.copyfileobj(answer, file, 1024 * 1024)
        if expected is not None and os.path.getsize(part) != int(expected):
            sys.exit("The connection broke before the file was whole")
        os.replace(part, FILE)
    finally:
        if os.path.lexists(part):
            os.remove(part)
print(f"Saved as {FILE}")
`;
}

/** Quotes a text for Python, which supports all of JSON's escapes. */
function quoteForPython(text: string): string {
  return JSON.stringify(text);
}
