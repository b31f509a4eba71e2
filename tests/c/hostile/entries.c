/* Outcomes: each entry has its own, by JSON lines and by CSV. */

#include <stdio.h>

#include "check.h"

static void reason(attain_outcomes *outcomes, uint64_t index, int32_t outcome, const char *expected)
{
    attain_text *json;

    INT("an outcome", outcome, attain_outcomes_at(outcomes, index));
    FINE(attain_outcomes_json(outcomes, index, &json, E));
    JSON("is JSON", attain_text_data(json));
    HAS("with what came of it", expected, attain_text_data(json));
    attain_text_free(json);
}

static void sums(attain_outcomes *outcomes, uint64_t counted, uint64_t waiting, uint64_t exists, uint64_t differs, uint64_t refused)
{
    INT("entries", counted + waiting + exists + differs + refused, attain_outcomes_len(outcomes));
    INT("counted", counted, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_COUNTED));
    INT("waiting", waiting, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_WAITING));
    INT("exists", exists, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_EXISTS));
    INT("exists differently", differs, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_EXISTS_DIFFERENTLY));
    INT("refused", refused, attain_outcomes_count(outcomes, ATTAIN_OUTCOME_REFUSED));
}

static void out_of_range(attain_outcomes *outcomes, uint64_t len)
{
    attain_text *json = GARBAGE;

    INT("no such entry", 0, attain_outcomes_at(outcomes, len));
    INT("nor at the end of numbers", 0, attain_outcomes_at(outcomes, UINT64_MAX));
    IS_INVALID("index", attain_outcomes_json(outcomes, len, &json, E));
    IS_INVALID("index", attain_outcomes_json(outcomes, UINT64_MAX, &json, E));
    TRUE("no text", json == NULL);
    TRUE("nothing behind the last", attain_outcomes_next(outcomes, len) == ATTAIN_INDEX_NONE);
    TRUE("nothing behind all numbers", attain_outcomes_next(outcomes, UINT64_MAX) == ATTAIN_INDEX_NONE);
    INT("no such outcome", 0, attain_outcomes_count(outcomes, 0));
    INT("nor this", 0, attain_outcomes_count(outcomes, -1));
}

static void by_lines(attain_engine *engine)
{
    const char *lines =
        "{\"kind\":\"order\",\"number\":\"n1\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"1\"}\r\n"
        "{\"kind\":\"order\",\"number\":\"n2\",\"day\":\"2025-03-05\",\"rep\":\"zoe\",\"amount\":\"1\"}\n"
        "{\"kind\":\"order\",\"number\":\"o1\",\"day\":\"2025-03-04\",\"rep\":\"ann\",\"amount\":\"4500.50\",\"customer\":\"北\"}\n"
        "{\"kind\":\"order\",\"number\":\"o1\",\"day\":\"2025-03-04\",\"rep\":\"ann\",\"amount\":\"4500.51\",\"customer\":\"北\"}\n"
        "{\"kind\":\"order\",\"number\":\"n3\",\"day\":\"2025-02-30\",\"rep\":\"ann\",\"amount\":\"much\",\"colour\":\"red\"}\n"
        "{\"kind\":\"ordre\",\"id\":\"n4\",\"on\":\"2025-03-01\"}\n"
        "not JSON at all\n"
        "{\"kind\":\"order\",\"number\":\"n5\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":12345678901234567}\n";
    attain_outcomes *outcomes;
    uint64_t len;

    FINE(attain_engine_record_jsonl(engine, lines, strlen(lines), ATTAIN_TIME_NONE, &outcomes, E));
    sums(outcomes, 1, 1, 1, 1, 4);
    reason(outcomes, 0, ATTAIN_OUTCOME_COUNTED, "{\"outcome\":\"counted\"}");
    reason(outcomes, 1, ATTAIN_OUTCOME_WAITING, "\"key\":\"zoe\"");
    reason(outcomes, 2, ATTAIN_OUTCOME_EXISTS, "{\"outcome\":\"exists\"}");
    reason(outcomes, 3, ATTAIN_OUTCOME_EXISTS_DIFFERENTLY, "\"field\":\"amount\"");
    reason(outcomes, 4, ATTAIN_OUTCOME_REFUSED, "\"field\":\"day\"");
    reason(outcomes, 4, ATTAIN_OUTCOME_REFUSED, "\"field\":\"amount\"");
    reason(outcomes, 4, ATTAIN_OUTCOME_REFUSED, "entry.unknown_field");
    reason(outcomes, 5, ATTAIN_OUTCOME_REFUSED, "entry.kind");
    reason(outcomes, 6, ATTAIN_OUTCOME_REFUSED, "\"line\":7");
    reason(outcomes, 7, ATTAIN_OUTCOME_REFUSED, "entry.invalid_value");
    INT("the first that does not simply count", 1, attain_outcomes_next(outcomes, 0));
    INT("the next is itself", 2, attain_outcomes_next(outcomes, 2));
    INT("the last", 7, attain_outcomes_next(outcomes, 7));
    out_of_range(outcomes, 8);
    attain_outcomes_free(outcomes);
    FINE(attain_engine_len(engine, &len, E));
    INT("the log has what counts and what waits", 9, len);
}

static void by_rows(attain_engine *engine)
{
    const char *rows = "\xef\xbb\xbfnumber,day,rep,amount,customer\r\n"
                       "c1,2025-03-05,ann,10,\"a, \"\"b\"\"\nand more\"\r\n"
                       "c2,2025-03-05,yan,10,\r\n"
                       "o2,2025-03-18,ann,2499.50,West\r\n"
                       "o2,2025-03-18,bob,2499.50,West\r\n"
                       "c3,2025-03-05,ann,ten,\r\n"
                       "c4,2025-03-05\r\n"
                       "c5,2025-03-05,\xff,1,\r\n";
    attain_outcomes *outcomes;

    FINE(attain_engine_record_csv(engine, "order", 5, rows, strlen(rows), ATTAIN_TIME_NONE, &outcomes, E));
    sums(outcomes, 1, 1, 1, 1, 3);
    reason(outcomes, 0, ATTAIN_OUTCOME_COUNTED, "{\"outcome\":\"counted\"}");
    reason(outcomes, 1, ATTAIN_OUTCOME_WAITING, "\"key\":\"yan\"");
    reason(outcomes, 2, ATTAIN_OUTCOME_EXISTS, "{\"outcome\":\"exists\"}");
    reason(outcomes, 3, ATTAIN_OUTCOME_EXISTS_DIFFERENTLY, "\"field\":\"rep\"");
    reason(outcomes, 4, ATTAIN_OUTCOME_REFUSED, "\"field\":\"amount\"");
    reason(outcomes, 5, ATTAIN_OUTCOME_REFUSED, "entry.columns");
    reason(outcomes, 6, ATTAIN_OUTCOME_REFUSED, "entry.not_text");
    out_of_range(outcomes, 7);
    attain_outcomes_free(outcomes);
}

/* A kind that is not there, or a header that cannot be read, is not a status: each row is refused. */
static void odd_kinds(attain_engine *engine)
{
    attain_outcomes *outcomes;

    FINE(attain_engine_record_csv(engine, "ordre", 5, "number\nx\ny\n", 11, ATTAIN_TIME_NONE, &outcomes, E));
    sums(outcomes, 0, 0, 0, 0, 2);
    reason(outcomes, 0, ATTAIN_OUTCOME_REFUSED, "entry.kind");
    attain_outcomes_free(outcomes);
    FINE(attain_engine_record_csv(engine, NULL, 0, "number\nx\n", 9, ATTAIN_TIME_NONE, &outcomes, E));
    sums(outcomes, 0, 0, 0, 0, 1);
    attain_outcomes_free(outcomes);
    FINE(attain_engine_record_csv(engine, "order", ATTAIN_NTS, NULL, 0, ATTAIN_TIME_NONE, &outcomes, E));
    sums(outcomes, 0, 0, 0, 0, 0);
    attain_outcomes_free(outcomes);
}

static void waiting(attain_engine *engine)
{
    attain_text *json;

    FINE(attain_engine_waiting_json(engine, &json, E));
    JSON("what waits", attain_text_data(json));
    HAS("what came by lines", "\"id\":\"n2\"", attain_text_data(json));
    HAS("what came by rows", "\"id\":\"c2\"", attain_text_data(json));
    attain_text_free(json);
    record(engine, "{\"kind\":\"membership\",\"id\":\"m3\",\"on\":\"2025-01-01\",\"who\":\"zoe\",\"unit\":\"company\"}\n"
                   "{\"kind\":\"membership\",\"id\":\"m4\",\"on\":\"2025-01-01\",\"who\":\"yan\",\"unit\":\"company\"}\n");
    FINE(attain_engine_waiting_json(engine, &json, E));
    TEXT("nothing waits any more", "[]", attain_text_data(json));
    attain_text_free(json);
}

static void known(attain_engine *engine)
{
    const char *line = "{\"kind\":\"order\",\"number\":\"k%d\",\"day\":\"2025-03-05\",\"rep\":\"ann\",\"amount\":\"1000\"}";
    attain_place at = person_in("ann", "2025-03");
    attain_date day = day_of("2025-03-31");
    attain_outcomes *outcomes;
    attain_view *view = GARBAGE;
    attain_value value;
    char text[120];
    uint64_t len;

    snprintf(text, sizeof text, line, 1);
    FINE(attain_engine_record_jsonl(engine, text, strlen(text), 1000000, &outcomes, E));
    INT("known at a moment", ATTAIN_OUTCOME_COUNTED, attain_outcomes_at(outcomes, 0));
    attain_outcomes_free(outcomes);
    snprintf(text, sizeof text, line, 2);
    FINE(attain_engine_record_jsonl(engine, text, strlen(text), 999999, &outcomes, E));
    reason(outcomes, 0, ATTAIN_OUTCOME_REFUSED, "entry.known_earlier");
    attain_outcomes_free(outcomes);
    FINE(attain_engine_view_known(engine, day, 999999, &view, E));
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("before it was known", "7011", amount(&value));
    attain_view_free(view);
    FINE(attain_engine_len(engine, &len, E));
    FINE(attain_engine_view_at(engine, day, len, &view, E));
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("with all that is known", "8011", amount(&value));
    attain_view_free(view);
    FINE(attain_engine_view_at(engine, day, 3, &view, E));
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("at the third entry", "0", amount(&value));
    attain_view_free(view);
    FINE(attain_engine_view_at(engine, day, 0, &view, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "place.key", attain_view_value(view, &at, "revenue", 7, &value, E));
    attain_view_free(view);
    IS_INVALID("position", attain_engine_view_at(engine, day, len + 1, &view, E));
    IS_INVALID("position", attain_engine_view_at(engine, day, UINT64_MAX, &view, E));
}

void entries(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);

    by_lines(engine);
    by_rows(engine);
    odd_kinds(engine);
    waiting(engine);
    known(engine);
    attain_engine_free(engine);
}
