/* Calendars: periods of days, labels, lists, and days that are in none. */

#include "check.h"

static attain_calendar *calendar_of(const char *json)
{
    attain_calendar *calendar;

    FINE(attain_calendar_load_json(json, strlen(json), &calendar, E));
    return calendar;
}

static void is(const char *what, const attain_period *period, const char *from, const char *to, uint32_t index, int32_t year)
{
    INT(what, day_of(from), period->from);
    INT("its end", day_of(to), period->to);
    INT("which one it is", index, period->index);
    INT("its fiscal year", year, period->year);
}

static void fiscal(void)
{
    attain_calendar *calendar = calendar_of("{\"year_starts\":\"07-01\",\"lists\":{\"season\":[\"2025-01-01\",\"2025-03-01\"]}}");
    attain_period period;
    attain_text *list = GARBAGE;

    FINE(attain_calendar_period(calendar, "quarter", 7, day_of("2025-08-04"), &period, E));
    is("the quarter of a day", &period, "2025-07-01", "2025-10-01", 1, 2026);
    FINE(attain_calendar_parse_period(calendar, "FY2026-Q3", ATTAIN_NTS, &period, E));
    is("a quarter by its label", &period, "2026-01-01", "2026-04-01", 3, 2026);
    FINE(attain_calendar_parse_period(calendar, "season 2025-01-01", ATTAIN_NTS, &period, E));
    is("a period of a list", &period, "2025-01-01", "2025-03-01", 1, 0);
    FINE(attain_calendar_periods_json(calendar, "month", ATTAIN_NTS, day_of("2025-06-30"), day_of("2025-07-02"), &list, E));
    TEXT("the months of two days",
         "[{\"label\":\"2025-06\",\"index\":12,\"from\":\"2025-06-01\",\"to\":\"2025-07-01\"},"
         "{\"label\":\"2025-07\",\"index\":1,\"from\":\"2025-07-01\",\"to\":\"2025-08-01\"}]",
         attain_text_data(list));
    JSON("which is JSON", attain_text_data(list));
    attain_text_free(list);
    attain_calendar_free(calendar);
}

static void not_found(void)
{
    attain_calendar *calendar = calendar_of("{\"lists\":{\"season\":[\"2025-01-01\",\"2025-03-01\"]}}");
    attain_period period;
    attain_text *list = GARBAGE;
    attain_error *error;

    INT("a grain that is misspelt", ATTAIN_E_NOT_FOUND, attain_calendar_period(calendar, "moth", 4, 0, &period, &error));
    HAS("the nearest that there is", "did you mean `month`?", attain_error_message(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "grain", attain_calendar_periods_json(calendar, "", 0, 0, 1, &list, E));
    REFUSED(ATTAIN_E_NOT_FOUND, NULL, "date", attain_calendar_period(calendar, "season", 6, day_of("2025-03-01"), &period, E));
    REFUSED(ATTAIN_E_NOT_FOUND, NULL, "date", attain_calendar_period(calendar, "season", 6, day_of("2024-12-31"), &period, E));
    IS_INVALID("date", attain_calendar_period(calendar, "month", 5, ATTAIN_DATE_NONE, &period, E));
    IS_INVALID("date", attain_calendar_period(calendar, "month", 5, 2932897, &period, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "label", attain_calendar_parse_period(calendar, "2025-13", 7, &period, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "label", attain_calendar_parse_period(calendar, "FY2025", 6, &period, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "label", attain_calendar_parse_period(calendar, "", 0, &period, E));
    IS_INVALID("from", attain_calendar_periods_json(calendar, "month", 5, ATTAIN_DATE_NONE, 0, &list, E));
    IS_INVALID("to", attain_calendar_periods_json(calendar, "month", 5, 0, ATTAIN_DATE_NONE, &list, E));
    IS_INVALID("to", attain_calendar_periods_json(calendar, "month", 5, 1, 0, &list, E));
    REFUSED(ATTAIN_E_LIMIT, "question.limit", NULL,
            attain_calendar_periods_json(calendar, "day", 3, day_of("0001-01-01"), day_of("9999-12-31"), &list, E));
    TRUE("no list", list == NULL);
    attain_calendar_free(calendar);
}

static void unsound(void)
{
    const char *wrong = "{\"year_starts\":\"13-01\",\"year_name\":\"end\",\"lists\":{\"season\":[\"2025-03-01\",\"2025-01-01\"]}}";
    attain_calendar *calendar = GARBAGE;
    attain_error *error;

    INT("a calendar with mistakes", ATTAIN_E_PLAN, attain_calendar_load_json(wrong, strlen(wrong), &calendar, &error));
    TRUE("is none", calendar == NULL);
    INT("all are told", 3, attain_error_count(error));
    JSON("as JSON too", attain_error_json(error));
    attain_error_free(error);
}

/* The last period ends on a day that is none: nothing overflows, and it cannot be asked for. */
static void at_the_end(void)
{
    attain_calendar *calendar = calendar_of("{}");
    attain_period period;
    char buffer[20];

    FINE(attain_calendar_period(calendar, "year", 4, 2932896, &period, E));
    INT("the year 9999 ends behind its last day", 2932897, period.to);
    IS_INVALID("date", attain_date_format(period.to, buffer, sizeof buffer, NULL, E));
    FINE(attain_calendar_period(calendar, "year", 4, -719162, &period, E));
    INT("the year 1 starts on its first day", -719162, period.from);
    attain_calendar_free(calendar);
}

void calendars(void)
{
    fiscal();
    not_found();
    unsound();
    at_the_end();
}
