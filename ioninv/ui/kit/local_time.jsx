const DAY = { day: "numeric", month: "short", year: "numeric" };
const TIME = { ...DAY, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/* A moment by this browser's own clock. A day that came without a time is the same day everywhere. */
export function LocalTime({ at = "" }) {
  const moment = new Date(at);
  if (!at || Number.isNaN(moment.getTime())) return null;
  const isDay = /T00:00:00(\.0+)?(Z|\+00:00)$/.test(at);
  const how = isDay ? { ...DAY, timeZone: "UTC" } : TIME;
  return (
    <time dateTime={at} title={at}>
      {new Intl.DateTimeFormat("en-GB", how).format(moment)}
    </time>
  );
}
