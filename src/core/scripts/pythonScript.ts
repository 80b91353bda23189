import { DONE_WORDS } from '../jobs/statuses';
import { pythonPeriod } from './pythonPeriod';
import { type ScriptTask, scriptParts } from './scriptTask';

/**
 * Creates a Python script that uses only the standard library. The token comes from the environment and isn't sent
 * along when a download redirects.
 */
export function pythonScript(task: ScriptTask): string {
  const { purpose, sid, jobsUrl, exportUrl, jobId, fileName, protocols, versionHeader, period } = scriptParts(task);
  return `#!/usr/bin/env python3
# ${purpose}
# Needs Python 3.9 or newer. IMPACT_AUTH_TOKEN holds the Auth Token of the account. Takes the file's name as its argument.
import base64
import datetime
import http.client
import json
import os
import re
import secrets
import signal
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zoneinfo

ACCOUNT_SID = ${quoteForPython(sid)}
JOBS_URL = ${quoteForPython(jobsUrl)}
EXPORT_URL = ${quoteForPython(exportUrl)}
JOB_ID = ${quoteForPython(jobId)}
FILE = sys.argv[1] if len(sys.argv) > 1 else ${quoteForPython(fileName)}
VERSION = ${quoteForPython(versionHeader)}.split(": ")
SCHEMES = ${quoteForPython(protocols.slice(1))}.split(",")
SHORTEST_WAIT = float(os.environ.get("IMPACT_POLL_SECONDS", "5"))
# What becomes of a job that existed already: replay runs it again, use takes its file.
EXISTING_JOB = os.environ.get("IMPACT_EXISTING_JOB") or "replay"
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
WEB_PAGE = "a web page: a firewall or a sign-in page may answer in its place"
OTHER_WORDS = {
    **dict.fromkeys((${DONE_WORDS.map((word) => `"${word}"`).join(', ')}), "COMPLETED"),
    "CANCELED": "CANCELLED",
}
${pythonPeriod(period)}

def request(url, use, accept="application/json", method="GET"):
    """What use makes of the answer. Asks again where the server is busy or the connection breaks, but not twice for
    what may have worked without an answer."""
    for attempt in range(1, 9):
        asked = urllib.request.Request(url, headers={"Accept": accept, VERSION[0]: VERSION[1]}, method=method)
        asked.add_unredirected_header("Authorization", CREDENTIALS)
        if method == "PUT":
            asked.add_header("Content-Length", "0")
        wait = SHORTEST_WAIT * attempt
        try:
            with OPENER.open(asked, timeout=60) as answer:
                if answer.headers.get_content_type() == "text/html":
                    raise ValueError(WEB_PAGE)
                return use(answer)
        except urllib.error.HTTPError as error:
            is_page = error.headers.get_content_type() == "text/html"
            if error.code != 429 and (method == "PUT" or error.code < 500 and not is_page):
                raise
            reason = f"HTTP {error.code}" + (f", but {WEB_PAGE}" if is_page else "")
            asked_wait = error.headers.get("Retry-After", "")
            wait = float(asked_wait) if asked_wait.isdigit() else wait
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = str(error)
            if method == "PUT":
                break
        time.sleep(wait)
    sys.exit(f"impact.com did not answer: {plain(reason)}")


def refusal(error):
    try:
        text = error.read(2000).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        text = ""
    return f"(HTTP {error.code}): {plain(text)}"


def ask(url, method="GET"):
    answer = request(url, json.load, method=method)
    return answer if isinstance(answer, dict) else sys.exit("The answer is not in impact.com's form")


def check_id(text):
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", str(text)) else sys.exit(f"This isn't a job's ID: {plain(text)}")


def look(job_id):
    """What the job is now."""
    job = ask(f"{JOBS_URL}/{job_id}")
    state = str(job.get("Status") or sys.exit("The answer is not in impact.com's form")).upper()
    return job, OTHER_WORDS.get(state, state)


def age(job):
    """How long ago the job was made, in seconds; nothing where it does not say."""
    try:
        text = re.sub(r"\\.\\d+", "", str(job.get("CreatedDate"))).replace("Z", "+00:00")
        made = datetime.datetime.fromisoformat(text)
    except ValueError:
        return 0
    made = made if made.tzinfo else made.replace(tzinfo=datetime.timezone.utc)
    return time.time() - made.timestamp()


def schedule():
    """The id of the export's job. For the parameters of an earlier export, impact.com names the job of that time,
    which has the numbers of that time, so that job runs again."""
    scheduled = ask(EXPORT_URL)
    queued_uri = scheduled.get("QueuedUri") or sys.exit(
        f"impact.com refused: {plain(scheduled.get('Message'))} {plain(scheduled.get('Errors') or '')}"
    )
    job_id = check_id(queued_uri.rstrip("/").rsplit("/", 1)[-1])
    print(f"Scheduled as job {job_id}", flush=True)
    job, state = look(job_id)
    made_ago = age(job)
    has_ended = state in ("COMPLETED", "CANCELLED", "FAILED") or (state == "ERROR" and made_ago > 4500)
    if EXISTING_JOB != "replay" or not has_ended or made_ago <= 600:
        return job_id
    try:
        replayed = check_id(ask(f"{JOBS_URL}/{job_id}/Replay", "PUT").get("Id"))
        print(f"It existed already, so it runs again as job {replayed}", flush=True)
        return replayed
    except urllib.error.HTTPError as error:
        if state != "COMPLETED":
            raise
        print(f"It existed already and cannot run again {refusal(error)}", file=sys.stderr, flush=True)
        return job_id


def wait_for(job_id):
    """The longer a job runs, the more rarely it is asked for: at most every minute."""
    started = time.monotonic()
    error_since = None
    while True:
        job, state = look(job_id)
        now = time.monotonic()
        if state == "COMPLETED":
            return
        error_since = (error_since or now) if state == "ERROR" else None
        # impact.com tries a job in ERROR again, for 75 minutes.
        if state in ("CANCELLED", "FAILED") or (error_since and now - error_since > 4500):
            sys.exit(f"The job is {plain(state)}. {plain(job.get('StatusMessage') or '')}")
        print(f"{plain(state)} {plain(job.get('PercentageComplete') or 0)}%", flush=True)
        time.sleep(max(SHORTEST_WAIT, min(60, (now - started) / 10)))


def on_disk(action, *args):
    try:
        return action(*args)
    except OSError as error:
        sys.exit(f"Cannot write {FILE}: {error.strerror}")


def save(answer):
    """Writes the file, which gets its name when it is whole. False where the file of a completed job is late."""
    if answer.status != 200:
        return False
    expected = answer.headers.get("Content-Length")
    part = f"{FILE}.{secrets.token_hex(8)}.part"
    try:
        # Only as a new file: what has the name already could be a link to another file.
        with on_disk(open, part, "xb") as file:
            while piece := answer.read(1024 * 1024):
                on_disk(file.write, piece)
            on_disk(file.flush)
            if expected is not None and file.tell() != int(expected):
                raise ValueError("the connection broke before the file was whole")
        on_disk(os.replace, part, FILE)
        return True
    finally:
        if os.path.lexists(part):
            os.remove(part)


def main():
    job_id = schedule() if EXPORT_URL else check_id(JOB_ID)
    wait_for(job_id)
    for attempt in range(1, 10):
        if request(f"{JOBS_URL}/{job_id}/Download", save, "*/*"):
            print(f"Saved as {FILE}")
            return
        time.sleep(SHORTEST_WAIT * attempt)
    sys.exit("The file is not ready (HTTP 202)")


def stop(number, _frame):
    sys.exit(128 + number)


signal.signal(signal.SIGINT, stop)
signal.signal(signal.SIGTERM, stop)
try:
    main()
except urllib.error.HTTPError as error:
    sys.exit(f"impact.com refused {refusal(error)}")
`;
}

/** Quotes a text for Python, which supports all of JSON's escapes. */
function quoteForPython(text: string): string {
  return JSON.stringify(text);
}
