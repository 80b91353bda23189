import { quoteForShell } from './quoteForShell';
import { offsetNote, PERIOD_NAMES, posixZone, scriptBounds } from './scriptPeriod';
import type { RelativePeriod } from './scriptTask';

/**
 * The part of a bash script that adds the days of a relative period to `$export_url`. Counts in days and seconds since
 * 1970, because the options of `date` differ between systems: all it needs is today's date, and the offset of a moment.
 */
export function bashPeriod(period: RelativePeriod | undefined): string {
  if (period === undefined) {
    return '';
  }
  const zone = posixZone(period.timeZone);
  const adds = scriptBounds(period)
    .map(([parameter, day, time]) => {
      const value = time === '' ? `date_of "$${day}"` : `moment "$${day}" ${time === '00:00:00' ? 'start' : 'end'}`;
      return `export_url=$export_url${quoteForShell(parameter)}$(${value})`;
    })
    .join('\n');
  return `
# The days of the export, counted again at each run: ${PERIOD_NAMES}.
# IMPACT_TODAY, such as 2026-11-30, makes it the run of another day.
period=\${IMPACT_PERIOD:-${quoteForShell(period.name)}}
${offsetNote(period.timeZone, 'America/New_York')}zone=${quoteForShell(zone)}
if [[ $zone == */* && -d /usr/share/zoneinfo && ! -e /usr/share/zoneinfo/$zone ]]; then fail "This machine does not know the time zone $zone"; fi

# The date of a number of days from 1970.
date_of() {
  local z=$(($1 + 719468)) doe yoe doy mp month
  doe=$((z % 146097))
  yoe=$(((doe - doe / 1460 + doe / 36524 - doe / 146096) / 365))
  doy=$((doe - (365 * yoe + yoe / 4 - yoe / 100)))
  mp=$(((5 * doy + 2) / 153))
  month=$((mp < 10 ? mp + 3 : mp - 9))
  printf '%04d-%02d-%02d' $((z / 146097 * 400 + yoe + (month <= 2))) "$month" $((doy - (153 * mp + 2) / 5 + 1))
}

# The seconds that local time is ahead of UTC at a moment.
offset_at() {
  local offset
  offset=$(TZ=$zone date -d "@$1" +%z 2>/dev/null || TZ=$zone date -r "$1" +%z)
  echo $((\${offset:0:1}1 * (10#\${offset:1:2} * 3600 + 10#\${offset:3:2} * 60)))
}

# The start or end of a day with its offset, for a URL: 2026-11-24T00:00:00-05:00. Where clocks go back at midnight,
# the day starts with the first of two such moments, and ends with the second.
moment() {
  local seconds=0 wanted early late at offset sign=-
  if [ "$2" = end ]; then seconds=86399; fi
  wanted=$(($1 * 86400 + seconds))
  early=$((wanted - $(offset_at $((wanted - 86400)))))
  late=$((wanted - $(offset_at $((wanted + 86400)))))
  if [ "$early" -gt "$late" ]; then at=$early early=$late late=$at; fi
  at=$late
  if [ $((early + $(offset_at "$early"))) = "$wanted" ]; then
    if [ "$2" = start ] || [ $((late + $(offset_at "$late"))) != "$wanted" ]; then at=$early; fi
  fi
  offset=$(offset_at "$at")
  at=$((at + offset))
  if [ "$offset" -ge 0 ]; then sign=%2B; else offset=$((-offset)); fi
  printf '%sT%02d%%3A%02d%%3A%02d%s%02d%%3A%02d' "$(date_of $((at / 86400)))" $((at / 3600 % 24)) $((at / 60 % 60)) $((at % 60)) "$sign" $((offset / 3600)) $((offset / 60 % 60))
}

# Sets first and last to the days of a number of months before the first of a month.
months_before() {
  local count
  last=$(($(day_number "$1") - 1))
  first=$((last + 1))
  for ((count = 0; count < $2; count++)); do
    first=$(date_of $((first - 1)))
    first=$(day_number "\${first%-*}-01")
  done
}

today=\${IMPACT_TODAY:-$(TZ=$zone date +%Y-%m-%d)}
[[ $today =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || fail "IMPACT_TODAY isn't a day such as 2026-11-30"
today_number=$(day_number "$today")
last=$((today_number - 1))
case $period in
  today) first=$today_number last=$today_number ;;
  yesterday) first=$last ;;
  last7Days) first=$((today_number - 7)) ;;
  last30Days) first=$((today_number - 30)) ;;
  weekToDate) first=$((today_number - (today_number + 3) % 7)) last=$today_number ;;
  lastWeek) last=$((today_number - (today_number + 3) % 7 - 1)) first=$((today_number - (today_number + 3) % 7 - 7)) ;;
  monthToDate) first=$(day_number "\${today%-*}-01") last=$today_number ;;
  lastMonth) months_before "\${today%-*}-01" 1 ;;
  last3Months) months_before "\${today%-*}-01" 3 ;;
  lastQuarter)
    month=$((10#\${today:5:2}))
    months_before "\${today%%-*}-$(printf '%02d' $((month - (month - 1) % 3)))-01" 3
    ;;
  yearToDate) first=$(day_number "\${today%%-*}-01-01") last=$today_number ;;
  *) fail "Unknown period: $period" ;;
esac
${adds}
say "From $(date_of "$first") to $(date_of "$last")"
`;
}
