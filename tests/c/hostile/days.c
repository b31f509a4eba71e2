/* Days and moments: of the years 1 to 9999, and none where one is needed. */

#include "check.h"

static void ymd(attain_date expected, int32_t year, int32_t month, int32_t day)
{
    attain_date made;

    FINE(attain_date_from_ymd(year, month, day, &made, E));
    INT("a day by year, month and day", expected, made);
}

static void made(void)
{
    attain_date day = 7;
    static const int32_t none[][3] = {{2025, 2, 29}, {2024, 13, 1}, {2024, 0, 1}, {2024, 1, 0}, {2024, 1, 32}, {0, 1, 1},
                                      {-1, 1, 1},    {10000, 1, 1}, {2024, -1, 1}, {2024, 1, -1}, {INT32_MAX, 1, 1},
                                      {INT32_MIN, INT32_MIN, INT32_MIN}};
    size_t i;

    ymd(0, 1970, 1, 1);
    ymd(20146, 2025, 2, 27);
    ymd(19782, 2024, 2, 29);
    ymd(-719162, 1, 1, 1);
    ymd(2932896, 9999, 12, 31);
    for (i = 0; i < sizeof none / sizeof *none; i++)
        IS_INVALID("day", attain_date_from_ymd(none[i][0], none[i][1], none[i][2], &day, E));
    INT("what is refused writes nothing", 7, day);
}

static void text(void)
{
    static const char *none[] = {"2025-02-29", "2025-1-1", "20250101", "2025-01-01T00:00:00", "0000-01-01", "10000-01-01",
                                 " 2025-01-01", "2025-01-01 ", "-0001-01-01", "2025-01", "+2025-01-01", "２０２５-01-01"};
    attain_date day;
    char buffer[11];
    size_t len = 0, i;

    for (i = 0; i < sizeof none / sizeof *none; i++)
        REFUSED(ATTAIN_E_SYNTAX, "day.syntax", "data", attain_date_parse(none[i], ATTAIN_NTS, &day, E));
    FINE(attain_date_parse("2025-03-31 and more", 10, &day, E));
    FINE(attain_date_format(day, buffer, sizeof buffer, &len, E));
    TEXT("a day, read and written", "2025-03-31", buffer);
    INT("its length", 10, len);
    FINE(attain_date_format(-719162, buffer, sizeof buffer, NULL, E));
    TEXT("the first day", "0001-01-01", buffer);
    FINE(attain_date_format(2932896, buffer, sizeof buffer, NULL, E));
    TEXT("the last day", "9999-12-31", buffer);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "buffer", attain_date_format(0, buffer, 10, &len, E));
    FINE(attain_date_format(0, NULL, 0, &len, E));
    INT("the length alone", 10, len);
}

static const attain_date NONE[] = {ATTAIN_DATE_NONE, ATTAIN_DATE_NONE + 1, -719163, 2932897, INT32_MAX};

static void out_of_years(attain_engine *engine, attain_view *view)
{
    attain_place at = person_in("ann", NULL);
    attain_view *other = GARBAGE;
    attain_value value;
    char buffer[11];
    size_t i;

    for (i = 0; i < sizeof NONE / sizeof *NONE; i++) {
        IS_INVALID("date", attain_date_format(NONE[i], buffer, sizeof buffer, NULL, E));
        IS_INVALID("as_of", attain_engine_view(engine, NONE[i], &other, E));
        IS_INVALID("as_of", attain_engine_view_at(engine, NONE[i], 0, &other, E));
        IS_INVALID("as_of", attain_engine_view_known(engine, NONE[i], 0, &other, E));
        TRUE("no view", other == NULL);
        at.from = NONE[i], at.to = 0;
        IS_INVALID("place.from", attain_view_value(view, &at, "revenue", 7, &value, E));
        at.from = 0, at.to = NONE[i];
        IS_INVALID("place.to", attain_view_value(view, &at, "revenue", 7, &value, E));
    }
    at.from = at.to = day_of("2025-03-01");
    IS_INVALID("place.to", attain_view_value(view, &at, "revenue", 7, &value, E));
    at.to -= 1;
    IS_INVALID("place.to", attain_view_value(view, &at, "revenue", 7, &value, E));
    at.to = day_of("2025-03-05");
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("days in place of a period", "4500.5", amount(&value));
}

static void moments(attain_engine *engine)
{
    static const attain_time none[] = {ATTAIN_TIME_NONE + 1, INT64_MAX, -62135596800000001, 253402300800000000};
    attain_date day = day_of("2025-03-31");
    attain_view *view = GARBAGE;
    attain_outcomes *outcomes = GARBAGE;
    size_t i;

    for (i = 0; i < sizeof none / sizeof *none; i++) {
        IS_INVALID("known", attain_engine_view_known(engine, day, none[i], &view, E));
        IS_INVALID("known", attain_engine_record_jsonl(engine, "", 0, none[i], &outcomes, E));
        IS_INVALID("known", attain_engine_record_csv(engine, "order", 5, "", 0, none[i], &outcomes, E));
        TRUE("neither view nor outcomes", view == NULL && outcomes == NULL);
    }
    IS_INVALID("known", attain_engine_view_known(engine, day, ATTAIN_TIME_NONE, &view, E));
    FINE(attain_engine_view_known(engine, day, 253402300799999999, &view, E));
    attain_view_free(view);
}

void days(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);
    attain_view *view = view_of(engine, "2025-03-31");

    made();
    text();
    out_of_years(engine, view);
    moments(engine);
    attain_view_free(view);
    attain_engine_free(engine);
}
