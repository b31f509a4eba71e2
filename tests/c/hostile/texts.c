/* Bytes that are no UTF-8, texts with a NUL inside, empty texts. */

#include "check.h"

static void span_is(const char *what, attain_error *error, uint64_t expected)
{
    uint64_t start = 99, end = 99;

    INT(what, 1, attain_error_span(error, &start, &end));
    INT(what, expected, start);
    TRUE("both ends may be left out", attain_error_span(error, NULL, NULL) == 1);
    attain_error_free(error);
}

static void in_a_plan(void)
{
    const char *bad = "{\"attain\":1,\"name\":\"\xff\"}";
    attain_plan *plan;
    attain_error *error;

    REFUSED(ATTAIN_E_INVALID_UTF8, "document.not_text", "", attain_plan_load_json(bad, strlen(bad), NULL, &plan, E));
    INT("a plan in Latin 1", ATTAIN_E_INVALID_UTF8, attain_plan_load_json(bad, strlen(bad), NULL, &plan, &error));
    span_is("where a plan is no UTF-8", error, 20);
    INT("a character cut off at the end", ATTAIN_E_INVALID_UTF8, attain_plan_load_json("{\"\xe9\x94", 4, NULL, &plan, &error));
    span_is("where it was cut", error, 2);
}

static void in_arguments(attain_view *view, attain_engine *engine)
{
    attain_place at = person_in("ann", "2025-03");
    attain_outcomes *outcomes;
    attain_error *error;
    attain_value value;
    attain_date day;

    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "kpi", attain_view_value(view, &at, "re\xc3", 3, &value, E));
    INT("a KPI that is no UTF-8", ATTAIN_E_INVALID_UTF8, attain_view_value(view, &at, "re\xc3", ATTAIN_NTS, &value, &error));
    span_is("where the KPI is none", error, 2);
    at.key.data = "\xed\xa0\x80";
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "place.key", attain_view_value(view, &at, "revenue", 7, &value, E));
    at = person_in("ann", "20\xc0\x80");
    REFUSED(ATTAIN_E_INVALID_UTF8, "argument.not_utf8", "place.period", attain_view_value(view, &at, "revenue", 7, &value, E));
    at.key.data = "\xff", at.key.len = 1;
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, "place.key", attain_view_value(view, &at, "revenue", 7, &value, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, "kind",
            attain_engine_record_csv(engine, "\xf8", 1, "", 0, ATTAIN_TIME_NONE, &outcomes, E));
    REFUSED(ATTAIN_E_INVALID_UTF8, NULL, "data", attain_date_parse("\xff", 1, &day, E));
}

static void in_a_line(attain_engine *engine)
{
    const char *lines = "{\"kind\":\"order\",\"number\":\"l1\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"1\"}\n\n"
                        "{\"kind\":\"order\",\"number\":\"\xff\"}\n"
                        "{\"kind\":\"order\",\"number\":\"l3\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"1\"}";
    attain_outcomes *outcomes;
    attain_text *why;

    FINE(attain_engine_record_jsonl(engine, lines, strlen(lines), ATTAIN_TIME_NONE, &outcomes, E));
    INT("one outcome for each line that is not blank", 3, attain_outcomes_len(outcomes));
    INT("its neighbours count", 2, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_COUNTED));
    INT("a line that is no UTF-8 is refused alone", ATTAIN_OUTCOME_REFUSED, attain_outcomes_at(outcomes, 1));
    FINE(attain_outcomes_json(outcomes, 1, &why, E));
    JSON("why it was refused", attain_text_data(why));
    HAS("the code of it", "\"code\":\"entry.not_text\"", attain_text_data(why));
    HAS("the line of it", "\"line\":3", attain_text_data(why));
    HAS("the byte of it", "byte 26", attain_text_data(why));
    attain_text_free(why);
    attain_outcomes_free(outcomes);
}

/* A NUL is a character like any other on its way in; on its way out it is U+FFFD, so that C reads all of a text. */
static void with_a_nul(attain_view *view)
{
    const char *named = "{\"attain\":1,\"name\":\"a\\u0000b\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"s\":[\"c\"]}}}";
    attain_place at = person_in("ann", "2025-03");
    attain_plan *plan;
    attain_error *error;
    attain_value value;

    at.key.data = "ann\0x", at.key.len = 5;
    INT("nobody has a NUL in the key", ATTAIN_E_NOT_FOUND, attain_view_value(view, &at, "revenue", 7, &value, &error));
    HAS("the message does not end at the NUL", "ann\xef\xbf\xbdx", attain_error_message(error));
    JSON("nor does the JSON", attain_error_json(error));
    attain_error_free(error);
    at = person_in("ann", "2025-03");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", NULL, attain_view_value(view, &at, "rev\0nue", 7, &value, E));
    FINE(attain_plan_load_json(named, strlen(named), NULL, &plan, E));
    TEXT("a name with a NUL", "a\xef\xbf\xbd" "b", attain_plan_name(plan));
    attain_plan_free(plan);
}

static void empty(attain_view *view)
{
    attain_place at = person_in("", "2025-03");
    attain_plan *plan;
    attain_value value;
    attain_date day;

    REFUSED(ATTAIN_E_SYNTAX, "document.syntax", "", attain_plan_load_json("", 0, NULL, &plan, E));
    REFUSED(ATTAIN_E_SYNTAX, "document.syntax", "", attain_plan_load_json(NULL, 0, NULL, &plan, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", NULL, attain_view_value(view, &at, "revenue", 7, &value, E));
    at = person_in("ann", "2025-03");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", NULL, attain_view_value(view, &at, NULL, 0, &value, E));
    REFUSED(ATTAIN_E_SYNTAX, "day.syntax", "data", attain_date_parse(NULL, 0, &day, E));
}

void texts(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);
    attain_view *view = view_of(engine, "2025-03-31");

    in_a_plan();
    in_arguments(view, engine);
    with_a_nul(view);
    empty(view);
    attain_view_free(view);
    in_a_line(engine);
    attain_engine_free(engine);
}
