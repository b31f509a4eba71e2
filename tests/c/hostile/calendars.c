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

#define CHINA "{\"hours\":{\"days\":\"mon .. fri\"},\"holidays\":\"china\"}"

/* A value, or the name of the reason why there is none. */
static const char *told(const attain_value *value)
{
    return value->undefined == 0 ? amount(value) : attain_why_name(value->undefined);
}

static void workdays(const attain_calendar *calendar, const char *from, const char *to, const char *expected)
{
    attain_value value;

    memset(&value, 0x5a, sizeof value);
    FINE(attain_calendar_workdays(calendar, day_of(from), day_of(to), &value, E));
    TEXT(from, expected, told(&value));
    INT("a number", value.undefined == 0 ? ATTAIN_UNIT_NUMBER : 0, value.unit);
}

static void works(const attain_calendar *calendar, const char *day, const char *expected)
{
    attain_value value;

    FINE(attain_calendar_is_working(calendar, day_of(day), &value, E));
    TEXT(day, expected, told(&value));
    INT("yes or no", value.undefined == 0 ? ATTAIN_UNIT_YES_NO : 0, value.unit);
}

static void leads_to(const attain_calendar *calendar, const char *day, int64_t days, const char *expected)
{
    attain_value value;
    char buffer[11];

    FINE(attain_calendar_add_workdays(calendar, day_of(day), days, &value, E));
    if (value.undefined == 0)
        FINE(attain_date_format(value.day, buffer, sizeof buffer, NULL, E));
    TEXT(day, expected, value.undefined == 0 ? buffer : told(&value));
    INT("a day", value.undefined == 0 ? ATTAIN_UNIT_DATE : 0, value.unit);
}

static void working_days(void)
{
    attain_calendar *china = calendar_of(CHINA), *silent = calendar_of("{}");
    attain_value value;

    workdays(china, "2026-01-01", "2027-01-01", "248");
    workdays(china, "2026-02-15", "2026-02-24", "0");
    workdays(china, "2026-12-31", "2027-01-02", "unknown_year");
    workdays(china, "2027-01-01", "2028-01-01", "unknown_year");
    workdays(silent, "2026-01-01", "2027-01-01", "no_working_hours");
    works(china, "2026-02-14", "1");
    works(china, "2026-02-16", "0");
    works(china, "2026-02-28", "1");
    works(china, "2027-01-04", "unknown_year");
    works(silent, "2026-02-14", "no_working_hours");
    FINE(attain_calendar_is_working(china, day_of("2027-01-04"), &value, E));
    INT("nobody knows the year", ATTAIN_WHY_UNKNOWN_YEAR, value.undefined);
    FINE(attain_calendar_is_working(silent, day_of("2026-02-14"), &value, E));
    INT("nobody said which days", ATTAIN_WHY_NO_WORKING_HOURS, value.undefined);
    leads_to(china, "2026-02-13", 1, "2026-02-14");
    leads_to(china, "2026-02-13", 2, "2026-02-24");
    leads_to(china, "2026-02-15", 0, "2026-02-24");
    leads_to(china, "2026-02-24", -1, "2026-02-14");
    leads_to(china, "2026-02-24", -2, "2026-02-13");
    leads_to(china, "2026-12-31", 1, "unknown_year");
    leads_to(china, "2026-02-13", INT64_MAX, "unknown_year");
    leads_to(china, "2026-02-13", INT64_MIN, "unknown_year");
    leads_to(silent, "2026-02-13", 1, "no_working_hours");
    attain_calendar_free(china);
    attain_calendar_free(silent);
}

static void no_working_days(void)
{
    attain_calendar *china = calendar_of(CHINA);
    attain_value value;
    int32_t none[] = {ATTAIN_DATE_NONE, INT32_MAX, -719163, 2932897};
    size_t i;

    for (i = 0; i < sizeof none / sizeof *none; i++) {
        IS_INVALID("from", attain_calendar_workdays(china, none[i], 0, &value, E));
        IS_INVALID("to", attain_calendar_workdays(china, 0, none[i], &value, E));
        IS_INVALID("date", attain_calendar_is_working(china, none[i], &value, E));
        IS_INVALID("date", attain_calendar_add_workdays(china, none[i], 1, &value, E));
    }
    IS_INVALID("to", attain_calendar_workdays(china, 1, 0, &value, E));
    IS_NULL("calendar", attain_calendar_workdays(NULL, 0, 1, &value, E));
    IS_NULL("out", attain_calendar_workdays(china, 0, 1, NULL, E));
    IS_NULL("calendar", attain_calendar_is_working(NULL, 0, &value, E));
    IS_NULL("out", attain_calendar_is_working(china, 0, NULL, E));
    IS_NULL("calendar", attain_calendar_add_workdays(NULL, 0, 1, &value, E));
    IS_NULL("out", attain_calendar_add_workdays(china, 0, 1, NULL, E));
    attain_calendar_free(china);
}

/* A label is what finds its period again. */
static void labelled(const attain_calendar *calendar, const char *grain, const char *day, const char *expected)
{
    attain_period of_day, of_label;
    char buffer[40];
    size_t len = 7, room = strlen(expected) + 1;

    FINE(attain_calendar_label(calendar, grain, ATTAIN_NTS, day_of(day), NULL, 0, &len, E));
    INT("the length alone", room - 1, len);
    memset(buffer, 0x5a, sizeof buffer);
    FINE(attain_calendar_label(calendar, grain, ATTAIN_NTS, day_of(day), buffer, room, &len, E));
    TEXT("a label that just fits", expected, buffer);
    INT("nothing behind its NUL is written", 0x5a, buffer[room]);
    FINE(attain_calendar_label(calendar, grain, ATTAIN_NTS, day_of(day), buffer, sizeof buffer, NULL, E));
    memset(buffer, 0x5a, sizeof buffer);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "buffer",
            attain_calendar_label(calendar, grain, ATTAIN_NTS, day_of(day), buffer, room - 1, &len, E));
    INT("nothing of it is written", 0x5a, buffer[0]);
    FINE(attain_calendar_period(calendar, grain, ATTAIN_NTS, day_of(day), &of_day, E));
    FINE(attain_calendar_parse_period(calendar, expected, ATTAIN_NTS, &of_label, E));
    TRUE("the label finds the period", memcmp(&of_day, &of_label, sizeof of_day) == 0);
}

static void labels(void)
{
    attain_calendar *calendar = calendar_of("{\"year_starts\":\"07-01\",\"lists\":{\"季节\":[\"2025-01-01\",\"2025-03-01\"]}}");
    unsigned char room[16];
    char buffer[40];
    attain_error *error;
    size_t len;

    labelled(calendar, "day", "2025-08-04", "2025-08-04");
    labelled(calendar, "month", "2025-08-04", "2025-08");
    labelled(calendar, "quarter", "2025-08-04", "FY2026-Q1");
    labelled(calendar, "季节", "2025-02-28", "季节 2025-01-01");
    INT("a grain that is misspelt", ATTAIN_E_NOT_FOUND, attain_calendar_label(calendar, "moth", 4, 0, buffer, 40, &len, &error));
    HAS("the nearest that there is", "did you mean `month`?", attain_error_message(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "grain", attain_calendar_label(calendar, "", 0, 0, buffer, 40, &len, E));
    REFUSED(ATTAIN_E_NOT_FOUND, NULL, "date",
            attain_calendar_label(calendar, "季节", ATTAIN_NTS, day_of("2025-03-01"), buffer, 40, &len, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, "grain", attain_calendar_label(calendar, "\xff", 1, 0, buffer, 40, &len, E));
    IS_INVALID("date", attain_calendar_label(calendar, "month", 5, ATTAIN_DATE_NONE, buffer, 40, &len, E));
    IS_NULL("calendar", attain_calendar_label(NULL, "month", 5, 0, buffer, 40, &len, E));
    IS_NULL("grain", attain_calendar_label(calendar, NULL, 5, 0, buffer, 40, &len, E));
    IS_NULL("buffer", attain_calendar_label(calendar, "month", 5, 0, NULL, 40, &len, E));
    IS_NULL("len", attain_calendar_label(calendar, "month", 5, 0, buffer, 0, NULL, E));
    IS_INVALID("len", attain_calendar_label(calendar, "month", 5, 0, buffer, 40, (void *)(room + 1 + (uintptr_t)room % 2), E));
    attain_calendar_free(calendar);
}

void calendars(void)
{
    fiscal();
    not_found();
    unsound();
    at_the_end();
    working_days();
    no_working_days();
    labels();
}
