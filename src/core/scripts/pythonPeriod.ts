import { offsetNote, PERIOD_NAMES, scriptBounds } from './scriptPeriod';
import type { RelativePeriod } from './scriptTask';

const OFFSET = /^[+-]\d{2}:?\d{2}$/;

/** The part of a Python script that adds the days of a relative period to `EXPORT_URL`. */
export function pythonPeriod(period: RelativePeriod | undefined): string {
  if (period === undefined) {
    return '';
  }
  const { name, timeZone } = period;
  const zone = OFFSET.test(timeZone)
    ? `datetime.datetime.strptime(${JSON.stringify(timeZone)}, "%z").tzinfo`
    : `named_zone(${JSON.stringify(timeZone)})`;
  const adds = scriptBounds(period)
    .map(
      ([parameter, day, time]) =>
        `EXPORT_URL += ${JSON.stringify(parameter)} + ${time === '' ? `${day}.isoformat()` : `moment(${day}, "${time}")`}`,
    )
    .join('\n');
  return `

def named_zone(name):
    try:
        return zoneinfo.ZoneInfo(name)
    except zoneinfo.ZoneInfoNotFoundError:
        sys.exit(f"This machine does not know the time zone {name}: pip install tzdata")


# The days of the export, counted again at each run: ${PERIOD_NAMES}.
# IMPACT_TODAY, such as 2026-11-30, makes it the run of another day.
PERIOD = os.environ.get("IMPACT_PERIOD") or ${JSON.stringify(name)}
${offsetNote(timeZone, 'named_zone("America/New_York")')}ZONE = ${zone}


def moment(day, clock):
    """Where clocks go back at midnight, the day starts with the first of two such moments, and ends with the second."""
    local = datetime.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE, fold=int(clock != "00:00:00"))
    real = local.astimezone(datetime.timezone.utc).astimezone(ZONE)
    return urllib.parse.quote(real.isoformat(), safe="")


def days_of(period, today):
    day = datetime.timedelta(days=1)
    yesterday = today - day
    sunday = today - today.isoweekday() * day

    def months_before(first, count):
        start = first
        for _ in range(count):
            start = (start - day).replace(day=1)
        return (start, first - day)

    month = today.replace(day=1)
    quarter = month.replace(month=month.month - (month.month - 1) % 3)
    return {
        "today": (today, today),
        "yesterday": (yesterday, yesterday),
        "last7Days": (today - 7 * day, yesterday),
        "last30Days": (today - 30 * day, yesterday),
        "weekToDate": (sunday + day, today),
        "lastWeek": (sunday - 6 * day, sunday),
        "monthToDate": (month, today),
        "lastMonth": months_before(month, 1),
        "last3Months": months_before(month, 3),
        "lastQuarter": months_before(quarter, 3),
        "yearToDate": (today.replace(month=1, day=1), today),
    }.get(period) or sys.exit(f"Unknown period: {period}")


try:
    today = datetime.date.fromisoformat(os.environ.get("IMPACT_TODAY") or str(datetime.datetime.now(ZONE).date()))
except ValueError:
    sys.exit("IMPACT_TODAY isn't a day such as 2026-11-30")
first, last = days_of(PERIOD, today)
${adds}
print(f"From {first} to {last}", flush=True)
`;
}
